"""Intents: verbs with targets that a policy chooses by number, and that are carried out as commands."""
