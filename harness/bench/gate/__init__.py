"""Gates: whether a revision is slower, or learns worse, than the one before it, with known error rates."""
