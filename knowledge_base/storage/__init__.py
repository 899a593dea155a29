"""Where is it kept? Tables, migrations and one module per noun: the only door to SQL."""
