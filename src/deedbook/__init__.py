"""Deedbook: what states say, what they do, and what came of it, with the sentence that proves it."""

__version__ = "0.1.0"
