"""Options: verbs with targets that a level chooses, what it sees when it does, and what learns the choice.

An option in the sense of Sutton, Precup and Singh (1999): where it can begin, what it does, when it ends. There are two
grains. An *intent* (`agent.options.intents`) lasts one step: the reactive level chooses one every step, out of the list
of a kit. An option of the `catalogue` goes on until it ends by itself or its patience is used up: the tactical level
chooses it. What both know of fields of ore stands once, in `field_work`.
"""
