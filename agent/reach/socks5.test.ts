import { expect, it } from 'vitest'
import { connectRequest as httpRequest } from './http-connect.ts'
import { connectRequest } from './socks5.ts'

it.each([
  ['192.0.2.7', '0501000 1c00002 07 22b3'],
  ['2001:db8::7', '05010004 20010db8000000000000000000000007 22b3'],
  ['::ffff:192.0.2.7', '05010004 00000000000000000000ffffc0000207 22b3'],
  ['b.example', '05010003 09 622e6578616d706c65 22b3'],
])('asks a SOCKS proxy for %s as RFC 1928 has it', (host, hex) => {
  expect(connectRequest(host, 8883).toString('hex')).toBe(hex.replaceAll(' ', ''))
})

it('asks an HTTP proxy as RFC 9110 and RFC 7617 have it', () => {
  const login = { username: 'Aladdin', password: 'open sesame' }
  expect(httpRequest('b.example', 8883, login)).toBe(
    'CONNECT b.example:8883 HTTP/1.1\r\nHost: b.example:8883\r\n' +
      'Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n',
  )
  expect(httpRequest('::1', 1883, null)).toBe('CONNECT [::1]:1883 HTTP/1.1\r\nHost: [::1]:1883\r\n\r\n')
})
