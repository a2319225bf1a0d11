"""Guichet: the operations room of a city's single counter."""
