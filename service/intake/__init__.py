"""What do others bring, and what of it can be used?"""
