"""Options: actions that last several steps, what they see, and the formulas that learn them."""
