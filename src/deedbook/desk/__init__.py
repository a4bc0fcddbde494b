"""The web page: the relation at a glance, every mark leading to its sentence, and the review of what was read."""
