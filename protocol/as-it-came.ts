/**
 * The network as the device had it before any configuration of ours: what a target asks for by `as_it_came`.
 *
 * Invariant: it has no content, so it has a name of its own where others have the hash of theirs.
 */
export const AS_IT_CAME = 'as-it-came'
