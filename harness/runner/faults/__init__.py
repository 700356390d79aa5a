"""Faults put into servers on purpose, and what must hold all the same."""
