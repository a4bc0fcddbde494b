"""Official records: each register's own format read by rule, with a pointer from every field back into its file."""
