"""Keys, certificates and signatures of made-up people."""
