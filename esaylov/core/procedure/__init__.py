"""From a filed appeal to a decision: states, votes, outcomes, texts and grounds of refusal."""
