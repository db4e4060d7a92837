"""The interagency portal (*idoralararo integratsiyalashuv platformasi*): what state registers say about a person.

`access.gateway()` gives the client of this site; `registers` has one call for each check of the catalogue. See README.md
for the protocol, what is documented of it and which shapes are ours.
"""
