"""How do the rooms meet in one answer?"""
