/** What a device of these tests comes with. */
const PROFILE = `[connection]
id=base
uuid=11111111-1111-4111-8111-111111111111
type=ethernet
interface-name=eth0
`

export const BASE_PROFILE = `${PROFILE}
[ipv4]
method=manual
address1=10.9.0.7/24
gateway=10.9.0.1
dns=10.9.0.1;

[ipv6]
method=disabled
`

/** On a network of IPv6 alone. */
export const BASE_PROFILE_6 = `${PROFILE}
[ipv4]
method=disabled

[ipv6]
method=manual
address1=fd00:9::7/64
gateway=fd00:9::1
dns=fd00:9::1;
`
