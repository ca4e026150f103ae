/** What a device of these tests comes with. */
export const BASE_PROFILE = `[connection]
id=base
uuid=11111111-1111-4111-8111-111111111111
type=ethernet
interface-name=eth0

[ipv4]
method=manual
address1=10.9.0.7/24
gateway=10.9.0.1
dns=10.9.0.1;

[ipv6]
method=disabled
`
