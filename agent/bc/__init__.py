"""Learning from an expert: cloning what it does, on the states that the learner itself comes to."""
