"""What appeals, decisions and annulments would claim of the registers, and which exclude each other."""
