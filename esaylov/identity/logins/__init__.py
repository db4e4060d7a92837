"""How people enter: by SMS code, by electronic signature, by OneID. See README.md."""
