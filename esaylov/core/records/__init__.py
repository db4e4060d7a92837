"""What is signed or proved: exact bytes, chains and heads, certificates and their tokens."""
