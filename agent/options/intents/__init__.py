"""Intents: options of one step, which a policy chooses by number and which are carried out as commands."""
