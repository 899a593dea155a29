"""What is a snapshot made of, and how?"""
