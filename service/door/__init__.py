"""Who may come in, how many at once, and what is said to the others?"""
