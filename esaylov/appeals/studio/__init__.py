"""The Desk screens of an administrator who builds an appeal type and tries it."""
