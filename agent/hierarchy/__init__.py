"""The three levels together: how they are trained bottom-up, kept on disk, played and compared."""
