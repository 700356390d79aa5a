"""What people look at: pictures of scenes, and the page of a run."""
