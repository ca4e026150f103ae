import { expect, it } from 'vitest'
import { newToken, parseToken, tokenText } from './proofs.ts'

it('a token is read as it was made, and its id is never taken for a flag of the command line', () => {
  const made = Array.from({ length: 4000 }, newToken)
  expect(made.filter(({ id }) => id.startsWith('-'))).toEqual([])
  expect(made.map((token) => parseToken(tokenText(token)))).toEqual(made)
})
