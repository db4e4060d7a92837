"""The public door of trust: the hash chain, verified signatures, numbers, and the server's own key."""

from esaylov.core.chain_heads import Head
from esaylov.trust.chain import (
	NewEvent,
	commitment,
	hash_at,
	last_hash,
	new_salt,
	next_number,
	next_with_event,
	record,
	record_all,
	skip_numbers,
	validate_event,
	verify_chain,
	was_recorded,
)
from esaylov.trust.chain import refuse as refuse_change
from esaylov.trust.confirmations import Confirmation, is_attested, is_confirmation
from esaylov.trust.confirmations import keep as keep_confirmation
from esaylov.trust.event_witness import find_lost_events
from esaylov.trust.export import lines as export_chain
from esaylov.trust.heads import Publication, publish_verified, unsigned_lists, validate_heads
from esaylov.trust.heads import current as current_heads
from esaylov.trust.heads import latest as latest_heads
from esaylov.trust.heads import publish as publish_heads
from esaylov.trust.heads import published as published_heads
from esaylov.trust.jobs import breaks as chain_breaks
from esaylov.trust.jobs import holds
from esaylov.trust.jobs import verify_all as broken_chains
from esaylov.trust.keys import keyed_hash, public_keys, retired_on, server_key, server_key_id, server_sign
from esaylov.trust.keys import new_key as new_server_key
from esaylov.trust.lists import Listed, covers, is_over, proved_once, verify_again
from esaylov.trust.lists import check as validate_list
from esaylov.trust.lists import payload as list_payload
from esaylov.trust.lists import refuse_removal as refuse_list_removal
from esaylov.trust.lists import verify as verify_list
from esaylov.trust.program_keys import check_program_keys, program_keys
from esaylov.trust.revocation import fetch_all as fetch_revocation_lists
from esaylov.trust.signatures import (
	read_certificate,
	trust_certificate,
	validate_signature,
	verify_document,
	verify_login,
	was_verified_now,
)
from esaylov.trust.tokens import named_by
from esaylov.trust.walking import walk
from esaylov.trust.witness import set_back as heads_set_back

__all__ = [
	"Confirmation",
	"Head",
	"Listed",
	"NewEvent",
	"Publication",
	"broken_chains",
	"chain_breaks",
	"check_program_keys",
	"commitment",
	"covers",
	"current_heads",
	"export_chain",
	"fetch_revocation_lists",
	"find_lost_events",
	"hash_at",
	"heads_set_back",
	"holds",
	"is_attested",
	"is_confirmation",
	"is_over",
	"keep_confirmation",
	"keyed_hash",
	"last_hash",
	"latest_heads",
	"list_payload",
	"named_by",
	"new_salt",
	"new_server_key",
	"next_number",
	"next_with_event",
	"program_keys",
	"proved_once",
	"public_keys",
	"publish_heads",
	"publish_verified",
	"published_heads",
	"read_certificate",
	"record",
	"record_all",
	"refuse_change",
	"refuse_list_removal",
	"retired_on",
	"server_key",
	"server_key_id",
	"server_sign",
	"skip_numbers",
	"trust_certificate",
	"unsigned_lists",
	"validate_event",
	"validate_heads",
	"validate_list",
	"validate_signature",
	"verify_again",
	"verify_chain",
	"verify_document",
	"verify_list",
	"verify_login",
	"walk",
	"was_recorded",
	"was_verified_now",
]
