"""The runner: plays episodes of suite cases with a policy, scores them, and reports."""
