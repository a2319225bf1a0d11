"""The wholly fictional city of the demo.

    town = found(3800)                                   # the same seed gives the same city
    for happening in happenings(town, since, until): ... # what happens to its tickets, oldest first
"""
