"""What a session has written down: members, presence, votes, signers, drafts; and its rules."""
