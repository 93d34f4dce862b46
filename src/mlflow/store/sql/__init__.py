"""The one engine of records: SQL.

Statements are plain, portable SQL with named parameters, run on the driver's own connection. Nothing is generated that
can be written down, so what reaches the database can be read here; and the embedded default needs no library but
Python's own ``sqlite3``, which keeps the first logging call of a process within milliseconds.
"""
