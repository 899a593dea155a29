"""How good were the answers?"""
