# pysqlite3 is the standard library's sqlite3 with a newer SQLite inside.

from sqlite3 import *
