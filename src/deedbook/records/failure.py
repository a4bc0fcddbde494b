"""The one kind of exception whose message is meant for the person at the keyboard."""


class Failure(Exception):
    """Something that the program needs is not as it must be; the message names it and says what to do."""
