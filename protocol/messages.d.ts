import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace holdfast. */
export namespace holdfast {

    /** Namespace v1. */
    namespace v1 {

        /**
         * Properties of a Signed.
         * @deprecated Use holdfast.v1.Signed.$Properties instead.
         */
        interface ISigned extends holdfast.v1.Signed.$Properties {
        }

        /** Represents a Signed. */
        class Signed {

            /**
             * Constructs a new Signed.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Signed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Signed payloadType. */
            payloadType: string;

            /** Signed payload. */
            payload: Uint8Array;

            /** Signed signatures. */
            signatures: holdfast.v1.Signature[];

            /**
             * Encodes the specified Signed message. Does not implicitly {@link holdfast.v1.Signed.verify|verify} messages.
             * @param message Signed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Signed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Signed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Signed & holdfast.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Signed & holdfast.v1.Signed.$Shape;
        }

        namespace Signed {

            /** Properties of a Signed. */
            interface $Properties {

                /** Signed payloadType */
                payloadType?: string;

                /** Signed payload */
                payload?: Uint8Array;

                /** Signed signatures */
                signatures?: holdfast.v1.Signature.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Signed. */
            type $Shape = holdfast.v1.Signed.$Properties;
        }

        /**
         * Properties of a Signature.
         * @deprecated Use holdfast.v1.Signature.$Properties instead.
         */
        interface ISignature extends holdfast.v1.Signature.$Properties {
        }

        /** Represents a Signature. */
        class Signature {

            /**
             * Constructs a new Signature.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Signature.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Signature keyId. */
            keyId: string;

            /** Signature signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified Signature message. Does not implicitly {@link holdfast.v1.Signature.verify|verify} messages.
             * @param message Signature message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Signature.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Signature message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Signature & holdfast.v1.Signature.$Shape} Signature
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Signature & holdfast.v1.Signature.$Shape;
        }

        namespace Signature {

            /** Properties of a Signature. */
            interface $Properties {

                /** Signature keyId */
                keyId?: string;

                /** Signature signature */
                signature?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Signature. */
            type $Shape = holdfast.v1.Signature.$Properties;
        }

        /**
         * Properties of a Trust.
         * @deprecated Use holdfast.v1.Trust.$Properties instead.
         */
        interface ITrust extends holdfast.v1.Trust.$Properties {
        }

        /** Represents a Trust. */
        class Trust {

            /**
             * Constructs a new Trust.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Trust.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Trust version. */
            version: number;

            /** Trust keys. */
            keys: holdfast.v1.TrustedKey[];

            /** Trust trustThreshold. */
            trustThreshold: number;

            /** Trust releaseThreshold. */
            releaseThreshold: number;

            /** Trust rolloutThreshold. */
            rolloutThreshold: number;

            /** Trust issuedAtMs. */
            issuedAtMs: number;

            /** Trust fleet. */
            fleet: string;

            /**
             * Encodes the specified Trust message. Does not implicitly {@link holdfast.v1.Trust.verify|verify} messages.
             * @param message Trust message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Trust.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Trust message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Trust & holdfast.v1.Trust.$Shape} Trust
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Trust & holdfast.v1.Trust.$Shape;
        }

        namespace Trust {

            /** Properties of a Trust. */
            interface $Properties {

                /** Trust version */
                version?: number;

                /** Trust keys */
                keys?: holdfast.v1.TrustedKey.$Properties[];

                /** Trust trustThreshold */
                trustThreshold?: number;

                /** Trust releaseThreshold */
                releaseThreshold?: number;

                /** Trust rolloutThreshold */
                rolloutThreshold?: number;

                /** Trust issuedAtMs */
                issuedAtMs?: number;

                /** Trust fleet */
                fleet?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Trust. */
            type $Shape = holdfast.v1.Trust.$Properties;
        }

        /**
         * Properties of a TrustedKey.
         * @deprecated Use holdfast.v1.TrustedKey.$Properties instead.
         */
        interface ITrustedKey extends holdfast.v1.TrustedKey.$Properties {
        }

        /** Represents a TrustedKey. */
        class TrustedKey {

            /**
             * Constructs a new TrustedKey.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.TrustedKey.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrustedKey role. */
            role: string;

            /** TrustedKey publicKey. */
            publicKey: Uint8Array;

            /**
             * Encodes the specified TrustedKey message. Does not implicitly {@link holdfast.v1.TrustedKey.verify|verify} messages.
             * @param message TrustedKey message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.TrustedKey.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrustedKey message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.TrustedKey & holdfast.v1.TrustedKey.$Shape} TrustedKey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.TrustedKey & holdfast.v1.TrustedKey.$Shape;
        }

        namespace TrustedKey {

            /** Properties of a TrustedKey. */
            interface $Properties {

                /** TrustedKey role */
                role?: string;

                /** TrustedKey publicKey */
                publicKey?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrustedKey. */
            type $Shape = holdfast.v1.TrustedKey.$Properties;
        }

        /**
         * Properties of a TrustChain.
         * @deprecated Use holdfast.v1.TrustChain.$Properties instead.
         */
        interface ITrustChain extends holdfast.v1.TrustChain.$Properties {
        }

        /** Represents a TrustChain. */
        class TrustChain {

            /**
             * Constructs a new TrustChain.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.TrustChain.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TrustChain documents. */
            documents: Uint8Array[];

            /**
             * Encodes the specified TrustChain message. Does not implicitly {@link holdfast.v1.TrustChain.verify|verify} messages.
             * @param message TrustChain message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.TrustChain.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TrustChain message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.TrustChain & holdfast.v1.TrustChain.$Shape} TrustChain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.TrustChain & holdfast.v1.TrustChain.$Shape;
        }

        namespace TrustChain {

            /** Properties of a TrustChain. */
            interface $Properties {

                /** TrustChain documents */
                documents?: Uint8Array[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TrustChain. */
            type $Shape = holdfast.v1.TrustChain.$Properties;
        }

        /**
         * Properties of a Claim.
         * @deprecated Use holdfast.v1.Claim.$Properties instead.
         */
        interface IClaim extends holdfast.v1.Claim.$Properties {
        }

        /** Represents a Claim. */
        class Claim {

            /**
             * Constructs a new Claim.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Claim.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Claim id. */
            id: string;

            /** Claim certificateRequest. */
            certificateRequest: Uint8Array;

            /** Claim encryptionKey. */
            encryptionKey: Uint8Array;

            /** Claim attempt. */
            attempt: number;

            /** Claim token. */
            token: (holdfast.v1.TokenProof|null);

            /** Claim serial. */
            serial: (holdfast.v1.SerialProof|null);

            /** Claim approval. */
            approval: (holdfast.v1.ApprovalProof|null);

            /** Claim recovery. */
            recovery: (holdfast.v1.RecoveryProof|null);

            /** Claim device. */
            device: string;

            /** Claim fleet. */
            fleet: string;

            /** Claim host. */
            host: holdfast.v1.Host;

            /** Claim agentVersion. */
            agentVersion: string;

            /** Claim proof. */
            proof?: ("token"|"serial"|"approval"|"recovery");

            /**
             * Encodes the specified Claim message. Does not implicitly {@link holdfast.v1.Claim.verify|verify} messages.
             * @param message Claim message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Claim.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Claim message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Claim & holdfast.v1.Claim.$Shape} Claim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Claim & holdfast.v1.Claim.$Shape;
        }

        namespace Claim {

            /** Properties of a Claim. */
            interface $Properties {

                /** Claim id */
                id?: string;

                /** Claim certificateRequest */
                certificateRequest?: Uint8Array;

                /** Claim encryptionKey */
                encryptionKey?: Uint8Array;

                /** Claim attempt */
                attempt?: number;

                /** Claim token */
                token?: (holdfast.v1.TokenProof.$Properties|null);

                /** Claim serial */
                serial?: (holdfast.v1.SerialProof.$Properties|null);

                /** Claim approval */
                approval?: (holdfast.v1.ApprovalProof.$Properties|null);

                /** Claim recovery */
                recovery?: (holdfast.v1.RecoveryProof.$Properties|null);

                /** Claim device */
                device?: string;

                /** Claim fleet */
                fleet?: string;

                /** Claim host */
                host?: holdfast.v1.Host.$Properties;

                /** Claim agentVersion */
                agentVersion?: string;

                /** Claim proof */
                proof?: ("token"|"serial"|"approval"|"recovery");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Claim. */
            type $Shape = {
              id?: string;
              certificateRequest?: Uint8Array;
              encryptionKey?: Uint8Array;
              attempt?: number;
              token?: holdfast.v1.TokenProof.$Shape|null;
              serial?: holdfast.v1.SerialProof.$Shape|null;
              approval?: holdfast.v1.ApprovalProof.$Shape|null;
              recovery?: holdfast.v1.RecoveryProof.$Shape|null;
              device?: string;
              fleet?: string;
              host?: holdfast.v1.Host.$Shape;
              agentVersion?: string;
              $unknowns?: Uint8Array[];
            } & (
              ({ proof?: undefined; token?: null; serial?: null; approval?: null; recovery?: null }|{ proof?: "token"; token: holdfast.v1.TokenProof.$Shape; serial?: null; approval?: null; recovery?: null }|{ proof?: "serial"; token?: null; serial: holdfast.v1.SerialProof.$Shape; approval?: null; recovery?: null }|{ proof?: "approval"; token?: null; serial?: null; approval: holdfast.v1.ApprovalProof.$Shape; recovery?: null }|{ proof?: "recovery"; token?: null; serial?: null; approval?: null; recovery: holdfast.v1.RecoveryProof.$Shape })
            );
        }

        /**
         * Properties of a TokenProof.
         * @deprecated Use holdfast.v1.TokenProof.$Properties instead.
         */
        interface ITokenProof extends holdfast.v1.TokenProof.$Properties {
        }

        /** Represents a TokenProof. */
        class TokenProof {

            /**
             * Constructs a new TokenProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.TokenProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** TokenProof tokenId. */
            tokenId: string;

            /** TokenProof mac. */
            mac: Uint8Array;

            /**
             * Encodes the specified TokenProof message. Does not implicitly {@link holdfast.v1.TokenProof.verify|verify} messages.
             * @param message TokenProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.TokenProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a TokenProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.TokenProof & holdfast.v1.TokenProof.$Shape} TokenProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.TokenProof & holdfast.v1.TokenProof.$Shape;
        }

        namespace TokenProof {

            /** Properties of a TokenProof. */
            interface $Properties {

                /** TokenProof tokenId */
                tokenId?: string;

                /** TokenProof mac */
                mac?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a TokenProof. */
            type $Shape = holdfast.v1.TokenProof.$Properties;
        }

        /**
         * Properties of a SerialProof.
         * @deprecated Use holdfast.v1.SerialProof.$Properties instead.
         */
        interface ISerialProof extends holdfast.v1.SerialProof.$Properties {
        }

        /** Represents a SerialProof. */
        class SerialProof {

            /**
             * Constructs a new SerialProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.SerialProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SerialProof serial. */
            serial: string;

            /** SerialProof mac. */
            mac: Uint8Array;

            /**
             * Encodes the specified SerialProof message. Does not implicitly {@link holdfast.v1.SerialProof.verify|verify} messages.
             * @param message SerialProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.SerialProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SerialProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.SerialProof & holdfast.v1.SerialProof.$Shape} SerialProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.SerialProof & holdfast.v1.SerialProof.$Shape;
        }

        namespace SerialProof {

            /** Properties of a SerialProof. */
            interface $Properties {

                /** SerialProof serial */
                serial?: string;

                /** SerialProof mac */
                mac?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SerialProof. */
            type $Shape = holdfast.v1.SerialProof.$Properties;
        }

        /**
         * Properties of an ApprovalProof.
         * @deprecated Use holdfast.v1.ApprovalProof.$Properties instead.
         */
        interface IApprovalProof extends holdfast.v1.ApprovalProof.$Properties {
        }

        /** Represents an ApprovalProof. */
        class ApprovalProof {

            /**
             * Constructs a new ApprovalProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ApprovalProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ApprovalProof serial. */
            serial: string;

            /**
             * Encodes the specified ApprovalProof message. Does not implicitly {@link holdfast.v1.ApprovalProof.verify|verify} messages.
             * @param message ApprovalProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ApprovalProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ApprovalProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ApprovalProof & holdfast.v1.ApprovalProof.$Shape} ApprovalProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ApprovalProof & holdfast.v1.ApprovalProof.$Shape;
        }

        namespace ApprovalProof {

            /** Properties of an ApprovalProof. */
            interface $Properties {

                /** ApprovalProof serial */
                serial?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ApprovalProof. */
            type $Shape = holdfast.v1.ApprovalProof.$Properties;
        }

        /**
         * Properties of a RecoveryProof.
         * @deprecated Use holdfast.v1.RecoveryProof.$Properties instead.
         */
        interface IRecoveryProof extends holdfast.v1.RecoveryProof.$Properties {
        }

        /** Represents a RecoveryProof. */
        class RecoveryProof {

            /**
             * Constructs a new RecoveryProof.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.RecoveryProof.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RecoveryProof certificate. */
            certificate: Uint8Array;

            /** RecoveryProof signature. */
            signature: Uint8Array;

            /**
             * Encodes the specified RecoveryProof message. Does not implicitly {@link holdfast.v1.RecoveryProof.verify|verify} messages.
             * @param message RecoveryProof message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.RecoveryProof.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RecoveryProof message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.RecoveryProof & holdfast.v1.RecoveryProof.$Shape} RecoveryProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.RecoveryProof & holdfast.v1.RecoveryProof.$Shape;
        }

        namespace RecoveryProof {

            /** Properties of a RecoveryProof. */
            interface $Properties {

                /** RecoveryProof certificate */
                certificate?: Uint8Array;

                /** RecoveryProof signature */
                signature?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RecoveryProof. */
            type $Shape = holdfast.v1.RecoveryProof.$Properties;
        }

        /** ClaimState enum. */
        enum ClaimState {

            /** CLAIM_STATE_UNSPECIFIED value */
            CLAIM_STATE_UNSPECIFIED = 0,

            /** CLAIM_STATE_PENDING value */
            CLAIM_STATE_PENDING = 1,

            /** CLAIM_STATE_GRANTED value */
            CLAIM_STATE_GRANTED = 2,

            /** CLAIM_STATE_REFUSED value */
            CLAIM_STATE_REFUSED = 3,

            /** CLAIM_STATE_RENEW value */
            CLAIM_STATE_RENEW = 4
        }

        /**
         * Properties of a ClaimAnswer.
         * @deprecated Use holdfast.v1.ClaimAnswer.$Properties instead.
         */
        interface IClaimAnswer extends holdfast.v1.ClaimAnswer.$Properties {
        }

        /** Represents a ClaimAnswer. */
        class ClaimAnswer {

            /**
             * Constructs a new ClaimAnswer.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ClaimAnswer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ClaimAnswer id. */
            id: string;

            /** ClaimAnswer attempt. */
            attempt: number;

            /** ClaimAnswer state. */
            state: holdfast.v1.ClaimState;

            /** ClaimAnswer certificates. */
            certificates: string;

            /** ClaimAnswer authority. */
            authority: string;

            /** ClaimAnswer device. */
            device: string;

            /** ClaimAnswer fleet. */
            fleet: string;

            /** ClaimAnswer brokerUrl. */
            brokerUrl: string;

            /** ClaimAnswer code. */
            code: string;

            /** ClaimAnswer message. */
            message: string;

            /** ClaimAnswer retryAfterMs. */
            retryAfterMs: number;

            /** ClaimAnswer revocation. */
            revocation: Uint8Array;

            /** ClaimAnswer revocationSignature. */
            revocationSignature: Uint8Array;

            /** ClaimAnswer revocationSigner. */
            revocationSigner: string;

            /**
             * Encodes the specified ClaimAnswer message. Does not implicitly {@link holdfast.v1.ClaimAnswer.verify|verify} messages.
             * @param message ClaimAnswer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ClaimAnswer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ClaimAnswer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ClaimAnswer & holdfast.v1.ClaimAnswer.$Shape} ClaimAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ClaimAnswer & holdfast.v1.ClaimAnswer.$Shape;
        }

        namespace ClaimAnswer {

            /** Properties of a ClaimAnswer. */
            interface $Properties {

                /** ClaimAnswer id */
                id?: string;

                /** ClaimAnswer attempt */
                attempt?: number;

                /** ClaimAnswer state */
                state?: holdfast.v1.ClaimState;

                /** ClaimAnswer certificates */
                certificates?: string;

                /** ClaimAnswer authority */
                authority?: string;

                /** ClaimAnswer device */
                device?: string;

                /** ClaimAnswer fleet */
                fleet?: string;

                /** ClaimAnswer brokerUrl */
                brokerUrl?: string;

                /** ClaimAnswer code */
                code?: string;

                /** ClaimAnswer message */
                message?: string;

                /** ClaimAnswer retryAfterMs */
                retryAfterMs?: number;

                /** ClaimAnswer revocation */
                revocation?: Uint8Array;

                /** ClaimAnswer revocationSignature */
                revocationSignature?: Uint8Array;

                /** ClaimAnswer revocationSigner */
                revocationSigner?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ClaimAnswer. */
            type $Shape = holdfast.v1.ClaimAnswer.$Properties;
        }

        /**
         * Properties of a Revocation.
         * @deprecated Use holdfast.v1.Revocation.$Properties instead.
         */
        interface IRevocation extends holdfast.v1.Revocation.$Properties {
        }

        /** Represents a Revocation. */
        class Revocation {

            /**
             * Constructs a new Revocation.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Revocation.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Revocation device. */
            device: string;

            /** Revocation claims. */
            claims: string[];

            /** Revocation wipeVolumes. */
            wipeVolumes: boolean;

            /**
             * Encodes the specified Revocation message. Does not implicitly {@link holdfast.v1.Revocation.verify|verify} messages.
             * @param message Revocation message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Revocation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Revocation message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Revocation & holdfast.v1.Revocation.$Shape} Revocation
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Revocation & holdfast.v1.Revocation.$Shape;
        }

        namespace Revocation {

            /** Properties of a Revocation. */
            interface $Properties {

                /** Revocation device */
                device?: string;

                /** Revocation claims */
                claims?: string[];

                /** Revocation wipeVolumes */
                wipeVolumes?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Revocation. */
            type $Shape = holdfast.v1.Revocation.$Properties;
        }

        /**
         * Properties of a Renewal.
         * @deprecated Use holdfast.v1.Renewal.$Properties instead.
         */
        interface IRenewal extends holdfast.v1.Renewal.$Properties {
        }

        /** Represents a Renewal. */
        class Renewal {

            /**
             * Constructs a new Renewal.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Renewal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Renewal device. */
            device: string;

            /** Renewal certificateRequest. */
            certificateRequest: Uint8Array;

            /** Renewal encryptionKey. */
            encryptionKey: Uint8Array;

            /** Renewal attempt. */
            attempt: number;

            /** Renewal holder. */
            holder: holdfast.v1.RecoveryProof;

            /**
             * Encodes the specified Renewal message. Does not implicitly {@link holdfast.v1.Renewal.verify|verify} messages.
             * @param message Renewal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Renewal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Renewal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Renewal & holdfast.v1.Renewal.$Shape} Renewal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Renewal & holdfast.v1.Renewal.$Shape;
        }

        namespace Renewal {

            /** Properties of a Renewal. */
            interface $Properties {

                /** Renewal device */
                device?: string;

                /** Renewal certificateRequest */
                certificateRequest?: Uint8Array;

                /** Renewal encryptionKey */
                encryptionKey?: Uint8Array;

                /** Renewal attempt */
                attempt?: number;

                /** Renewal holder */
                holder?: holdfast.v1.RecoveryProof.$Properties;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Renewal. */
            type $Shape = holdfast.v1.Renewal.$Properties;
        }

        /**
         * Properties of a Secrets.
         * @deprecated Use holdfast.v1.Secrets.$Properties instead.
         */
        interface ISecrets extends holdfast.v1.Secrets.$Properties {
        }

        /** Represents a Secrets. */
        class Secrets {

            /**
             * Constructs a new Secrets.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Secrets.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Secrets device. */
            device: string;

            /** Secrets revision. */
            revision: number;

            /** Secrets secrets. */
            secrets: holdfast.v1.SealedSecret[];

            /** Secrets variables. */
            variables: { [k: string]: string };

            /**
             * Encodes the specified Secrets message. Does not implicitly {@link holdfast.v1.Secrets.verify|verify} messages.
             * @param message Secrets message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Secrets.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Secrets message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Secrets & holdfast.v1.Secrets.$Shape} Secrets
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Secrets & holdfast.v1.Secrets.$Shape;
        }

        namespace Secrets {

            /** Properties of a Secrets. */
            interface $Properties {

                /** Secrets device */
                device?: string;

                /** Secrets revision */
                revision?: number;

                /** Secrets secrets */
                secrets?: holdfast.v1.SealedSecret.$Properties[];

                /** Secrets variables */
                variables?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Secrets. */
            type $Shape = holdfast.v1.Secrets.$Properties;
        }

        /**
         * Properties of a SealedSecret.
         * @deprecated Use holdfast.v1.SealedSecret.$Properties instead.
         */
        interface ISealedSecret extends holdfast.v1.SealedSecret.$Properties {
        }

        /** Represents a SealedSecret. */
        class SealedSecret {

            /**
             * Constructs a new SealedSecret.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.SealedSecret.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** SealedSecret name. */
            name: string;

            /** SealedSecret encapsulatedKey. */
            encapsulatedKey: Uint8Array;

            /** SealedSecret ciphertext. */
            ciphertext: Uint8Array;

            /**
             * Encodes the specified SealedSecret message. Does not implicitly {@link holdfast.v1.SealedSecret.verify|verify} messages.
             * @param message SealedSecret message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.SealedSecret.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a SealedSecret message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.SealedSecret & holdfast.v1.SealedSecret.$Shape} SealedSecret
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.SealedSecret & holdfast.v1.SealedSecret.$Shape;
        }

        namespace SealedSecret {

            /** Properties of a SealedSecret. */
            interface $Properties {

                /** SealedSecret name */
                name?: string;

                /** SealedSecret encapsulatedKey */
                encapsulatedKey?: Uint8Array;

                /** SealedSecret ciphertext */
                ciphertext?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a SealedSecret. */
            type $Shape = holdfast.v1.SealedSecret.$Properties;
        }

        /**
         * Properties of a Target.
         * @deprecated Use holdfast.v1.Target.$Properties instead.
         */
        interface ITarget extends holdfast.v1.Target.$Properties {
        }

        /** Represents a Target. */
        class Target {

            /**
             * Constructs a new Target.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Target.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Target fleet. */
            fleet: string;

            /** Target device. */
            device: string;

            /** Target epoch. */
            epoch: number;

            /** Target release. */
            release: holdfast.v1.Release;

            /** Target fallback. */
            fallback: holdfast.v1.Release;

            /** Target policy. */
            policy: holdfast.v1.Policy;

            /** Target issuedAtMs. */
            issuedAtMs: number;

            /** Target network. */
            network: holdfast.v1.NetworkConfig;

            /**
             * Encodes the specified Target message. Does not implicitly {@link holdfast.v1.Target.verify|verify} messages.
             * @param message Target message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Target.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Target message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Target & holdfast.v1.Target.$Shape} Target
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Target & holdfast.v1.Target.$Shape;
        }

        namespace Target {

            /** Properties of a Target. */
            interface $Properties {

                /** Target fleet */
                fleet?: string;

                /** Target device */
                device?: string;

                /** Target epoch */
                epoch?: number;

                /** Target release */
                release?: holdfast.v1.Release.$Properties;

                /** Target fallback */
                fallback?: holdfast.v1.Release.$Properties;

                /** Target policy */
                policy?: holdfast.v1.Policy.$Properties;

                /** Target issuedAtMs */
                issuedAtMs?: number;

                /** Target network */
                network?: holdfast.v1.NetworkConfig.$Properties;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Target. */
            type $Shape = holdfast.v1.Target.$Properties;
        }

        /**
         * Properties of a Policy.
         * @deprecated Use holdfast.v1.Policy.$Properties instead.
         */
        interface IPolicy extends holdfast.v1.Policy.$Properties {
        }

        /** Represents a Policy. */
        class Policy {

            /**
             * Constructs a new Policy.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Policy.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Policy healthTimeoutMs. */
            healthTimeoutMs: number;

            /** Policy soakMs. */
            soakMs: number;

            /** Policy contactTimeoutMs. */
            contactTimeoutMs: number;

            /** Policy fetchAttempts. */
            fetchAttempts: number;

            /** Policy resumeAttempts. */
            resumeAttempts: number;

            /** Policy windows. */
            windows: holdfast.v1.Window[];

            /** Policy ignoreLocks. */
            ignoreLocks: boolean;

            /** Policy ignoreWindows. */
            ignoreWindows: boolean;

            /** Policy fetchBytes. */
            fetchBytes: number;

            /** Policy longestLockMs. */
            longestLockMs: number;

            /** Policy byteBudgets. */
            byteBudgets: holdfast.v1.ByteBudget[];

            /**
             * Encodes the specified Policy message. Does not implicitly {@link holdfast.v1.Policy.verify|verify} messages.
             * @param message Policy message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Policy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Policy message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Policy & holdfast.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Policy & holdfast.v1.Policy.$Shape;
        }

        namespace Policy {

            /** Properties of a Policy. */
            interface $Properties {

                /** Policy healthTimeoutMs */
                healthTimeoutMs?: number;

                /** Policy soakMs */
                soakMs?: number;

                /** Policy contactTimeoutMs */
                contactTimeoutMs?: number;

                /** Policy fetchAttempts */
                fetchAttempts?: number;

                /** Policy resumeAttempts */
                resumeAttempts?: number;

                /** Policy windows */
                windows?: holdfast.v1.Window.$Properties[];

                /** Policy ignoreLocks */
                ignoreLocks?: boolean;

                /** Policy ignoreWindows */
                ignoreWindows?: boolean;

                /** Policy fetchBytes */
                fetchBytes?: number;

                /** Policy longestLockMs */
                longestLockMs?: number;

                /** Policy byteBudgets */
                byteBudgets?: holdfast.v1.ByteBudget.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Policy. */
            type $Shape = holdfast.v1.Policy.$Properties;
        }

        /** ByteClass enum. */
        enum ByteClass {

            /** BYTE_CLASS_UNSPECIFIED value */
            BYTE_CLASS_UNSPECIFIED = 0,

            /** BYTE_CLASS_CONTROL value */
            BYTE_CLASS_CONTROL = 1,

            /** BYTE_CLASS_REPORTS value */
            BYTE_CLASS_REPORTS = 2,

            /** BYTE_CLASS_LOGS value */
            BYTE_CLASS_LOGS = 3,

            /** BYTE_CLASS_CONTENT value */
            BYTE_CLASS_CONTENT = 4
        }

        /**
         * Properties of a ByteBudget.
         * @deprecated Use holdfast.v1.ByteBudget.$Properties instead.
         */
        interface IByteBudget extends holdfast.v1.ByteBudget.$Properties {
        }

        /** Represents a ByteBudget. */
        class ByteBudget {

            /**
             * Constructs a new ByteBudget.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ByteBudget.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ByteBudget class. */
            class: holdfast.v1.ByteClass;

            /** ByteBudget link. */
            link: string;

            /** ByteBudget dayBytes. */
            dayBytes: number;

            /** ByteBudget monthBytes. */
            monthBytes: number;

            /**
             * Encodes the specified ByteBudget message. Does not implicitly {@link holdfast.v1.ByteBudget.verify|verify} messages.
             * @param message ByteBudget message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ByteBudget.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ByteBudget message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ByteBudget & holdfast.v1.ByteBudget.$Shape} ByteBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ByteBudget & holdfast.v1.ByteBudget.$Shape;
        }

        namespace ByteBudget {

            /** Properties of a ByteBudget. */
            interface $Properties {

                /** ByteBudget class */
                "class"?: holdfast.v1.ByteClass;

                /** ByteBudget link */
                link?: string;

                /** ByteBudget dayBytes */
                dayBytes?: number;

                /** ByteBudget monthBytes */
                monthBytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ByteBudget. */
            type $Shape = holdfast.v1.ByteBudget.$Properties;
        }

        /** Gate enum. */
        enum Gate {

            /** GATE_UNSPECIFIED value */
            GATE_UNSPECIFIED = 0,

            /** GATE_DOWNLOAD value */
            GATE_DOWNLOAD = 1,

            /** GATE_APPLY value */
            GATE_APPLY = 2
        }

        /**
         * Properties of a Window.
         * @deprecated Use holdfast.v1.Window.$Properties instead.
         */
        interface IWindow extends holdfast.v1.Window.$Properties {
        }

        /** Represents a Window. */
        class Window {

            /**
             * Constructs a new Window.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Window.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Window schedule. */
            schedule: string;

            /** Window timeZone. */
            timeZone: string;

            /** Window durationMs. */
            durationMs: number;

            /** Window gate. */
            gate: holdfast.v1.Gate;

            /**
             * Encodes the specified Window message. Does not implicitly {@link holdfast.v1.Window.verify|verify} messages.
             * @param message Window message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Window.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Window message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Window & holdfast.v1.Window.$Shape} Window
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Window & holdfast.v1.Window.$Shape;
        }

        namespace Window {

            /** Properties of a Window. */
            interface $Properties {

                /** Window schedule */
                schedule?: string;

                /** Window timeZone */
                timeZone?: string;

                /** Window durationMs */
                durationMs?: number;

                /** Window gate */
                gate?: holdfast.v1.Gate;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Window. */
            type $Shape = holdfast.v1.Window.$Properties;
        }

        /**
         * Properties of a Release.
         * @deprecated Use holdfast.v1.Release.$Properties instead.
         */
        interface IRelease extends holdfast.v1.Release.$Properties {
        }

        /** Represents a Release. */
        class Release {

            /**
             * Constructs a new Release.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Release.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Release id. */
            id: string;

            /** Release name. */
            name: string;

            /** Release version. */
            version: string;

            /** Release services. */
            services: holdfast.v1.Service[];

            /** Release volumes. */
            volumes: holdfast.v1.Volume[];

            /** Release networks. */
            networks: holdfast.v1.Network[];

            /** Release requirements. */
            requirements: holdfast.v1.Requirements;

            /**
             * Encodes the specified Release message. Does not implicitly {@link holdfast.v1.Release.verify|verify} messages.
             * @param message Release message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Release.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Release message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Release & holdfast.v1.Release.$Shape} Release
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Release & holdfast.v1.Release.$Shape;
        }

        namespace Release {

            /** Properties of a Release. */
            interface $Properties {

                /** Release id */
                id?: string;

                /** Release name */
                name?: string;

                /** Release version */
                version?: string;

                /** Release services */
                services?: holdfast.v1.Service.$Properties[];

                /** Release volumes */
                volumes?: holdfast.v1.Volume.$Properties[];

                /** Release networks */
                networks?: holdfast.v1.Network.$Properties[];

                /** Release requirements */
                requirements?: holdfast.v1.Requirements.$Properties;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Release. */
            type $Shape = holdfast.v1.Release.$Properties;
        }

        /**
         * Properties of a Requirements.
         * @deprecated Use holdfast.v1.Requirements.$Properties instead.
         */
        interface IRequirements extends holdfast.v1.Requirements.$Properties {
        }

        /** Represents a Requirements. */
        class Requirements {

            /**
             * Constructs a new Requirements.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Requirements.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Requirements architectures. */
            architectures: string[];

            /** Requirements deviceTypes. */
            deviceTypes: string[];

            /** Requirements memoryBytes. */
            memoryBytes: number;

            /** Requirements diskBytes. */
            diskBytes: number;

            /** Requirements devices. */
            devices: string[];

            /** Requirements operatingSystems. */
            operatingSystems: string[];

            /**
             * Encodes the specified Requirements message. Does not implicitly {@link holdfast.v1.Requirements.verify|verify} messages.
             * @param message Requirements message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Requirements.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Requirements message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Requirements & holdfast.v1.Requirements.$Shape} Requirements
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Requirements & holdfast.v1.Requirements.$Shape;
        }

        namespace Requirements {

            /** Properties of a Requirements. */
            interface $Properties {

                /** Requirements architectures */
                architectures?: string[];

                /** Requirements deviceTypes */
                deviceTypes?: string[];

                /** Requirements memoryBytes */
                memoryBytes?: number;

                /** Requirements diskBytes */
                diskBytes?: number;

                /** Requirements devices */
                devices?: string[];

                /** Requirements operatingSystems */
                operatingSystems?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Requirements. */
            type $Shape = holdfast.v1.Requirements.$Properties;
        }

        /** Strategy enum. */
        enum Strategy {

            /** STRATEGY_UNSPECIFIED value */
            STRATEGY_UNSPECIFIED = 0,

            /** STRATEGY_DOWNLOAD_THEN_KILL value */
            STRATEGY_DOWNLOAD_THEN_KILL = 1,

            /** STRATEGY_KILL_THEN_DOWNLOAD value */
            STRATEGY_KILL_THEN_DOWNLOAD = 2,

            /** STRATEGY_DELETE_THEN_DOWNLOAD value */
            STRATEGY_DELETE_THEN_DOWNLOAD = 3,

            /** STRATEGY_HAND_OVER value */
            STRATEGY_HAND_OVER = 4
        }

        /** Condition enum. */
        enum Condition {

            /** CONDITION_UNSPECIFIED value */
            CONDITION_UNSPECIFIED = 0,

            /** CONDITION_STARTED value */
            CONDITION_STARTED = 1,

            /** CONDITION_HEALTHY value */
            CONDITION_HEALTHY = 2,

            /** CONDITION_COMPLETED value */
            CONDITION_COMPLETED = 3
        }

        /** Restart enum. */
        enum Restart {

            /** RESTART_UNSPECIFIED value */
            RESTART_UNSPECIFIED = 0,

            /** RESTART_NO value */
            RESTART_NO = 1,

            /** RESTART_ALWAYS value */
            RESTART_ALWAYS = 2,

            /** RESTART_ON_FAILURE value */
            RESTART_ON_FAILURE = 3,

            /** RESTART_UNLESS_STOPPED value */
            RESTART_UNLESS_STOPPED = 4
        }

        /**
         * Properties of a Service.
         * @deprecated Use holdfast.v1.Service.$Properties instead.
         */
        interface IService extends holdfast.v1.Service.$Properties {
        }

        /** Represents a Service. */
        class Service {

            /**
             * Constructs a new Service.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Service.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Service name. */
            name: string;

            /** Service image. */
            image: string;

            /** Service imageTag. */
            imageTag: string;

            /** Service imageBytes. */
            imageBytes: number;

            /** Service strategy. */
            strategy: holdfast.v1.Strategy;

            /** Service handOver. */
            handOver: holdfast.v1.HandOver;

            /** Service priority. */
            priority: number;

            /** Service localApi. */
            localApi: boolean;

            /** Service entrypoint. */
            entrypoint: string[];

            /** Service command. */
            command: string[];

            /** Service environment. */
            environment: { [k: string]: string };

            /** Service workingDir. */
            workingDir: string;

            /** Service user. */
            user: string;

            /** Service groupAdd. */
            groupAdd: string[];

            /** Service labels. */
            labels: { [k: string]: string };

            /** Service stopSignal. */
            stopSignal: string;

            /** Service stopGraceMs. */
            stopGraceMs: number;

            /** Service init. */
            init: boolean;

            /** Service readOnly. */
            readOnly: boolean;

            /** Service tty. */
            tty: boolean;

            /** Service stdinOpen. */
            stdinOpen: boolean;

            /** Service platform. */
            platform: string;

            /** Service dependsOn. */
            dependsOn: holdfast.v1.Dependency[];

            /** Service healthcheck. */
            healthcheck: holdfast.v1.Healthcheck;

            /** Service restart. */
            restart: holdfast.v1.Restart;

            /** Service restartMaxRetries. */
            restartMaxRetries: number;

            /** Service ports. */
            ports: holdfast.v1.Port[];

            /** Service expose. */
            expose: string[];

            /** Service networkMode. */
            networkMode: string;

            /** Service networks. */
            networks: holdfast.v1.Attachment[];

            /** Service hostname. */
            hostname: string;

            /** Service domainname. */
            domainname: string;

            /** Service dns. */
            dns: string[];

            /** Service dnsSearch. */
            dnsSearch: string[];

            /** Service dnsOptions. */
            dnsOptions: string[];

            /** Service extraHosts. */
            extraHosts: string[];

            /** Service macAddress. */
            macAddress: string;

            /** Service mounts. */
            mounts: holdfast.v1.Mount[];

            /** Service devices. */
            devices: holdfast.v1.Device[];

            /** Service deviceCgroupRules. */
            deviceCgroupRules: string[];

            /** Service deviceRequests. */
            deviceRequests: holdfast.v1.DeviceRequest[];

            /** Service shmBytes. */
            shmBytes: number;

            /** Service privileged. */
            privileged: boolean;

            /** Service capAdd. */
            capAdd: string[];

            /** Service capDrop. */
            capDrop: string[];

            /** Service securityOpt. */
            securityOpt: string[];

            /** Service sysctls. */
            sysctls: { [k: string]: string };

            /** Service ulimits. */
            ulimits: holdfast.v1.Ulimit[];

            /** Service pid. */
            pid: string;

            /** Service ipc. */
            ipc: string;

            /** Service uts. */
            uts: string;

            /** Service usernsMode. */
            usernsMode: string;

            /** Service cgroupParent. */
            cgroupParent: string;

            /** Service runtime. */
            runtime: string;

            /** Service logging. */
            logging: holdfast.v1.Logging;

            /** Service resources. */
            resources: holdfast.v1.Resources;

            /** Service oomScoreAdj. */
            oomScoreAdj: number;

            /** Service oomKillDisable. */
            oomKillDisable: boolean;

            /** Service cgroup. */
            cgroup: string;

            /** Service annotations. */
            annotations: { [k: string]: string };

            /** Service storageOptions. */
            storageOptions: { [k: string]: string };

            /** Service blockIo. */
            blockIo: holdfast.v1.BlockIo;

            /** Service files. */
            files: holdfast.v1.File[];

            /** Service noInit. */
            noInit: boolean;

            /** Service locks. */
            locks: holdfast.v1.LockRules;

            /** Service imageParts. */
            imageParts: holdfast.v1.ImageParts[];

            /**
             * Encodes the specified Service message. Does not implicitly {@link holdfast.v1.Service.verify|verify} messages.
             * @param message Service message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Service.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Service message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Service & holdfast.v1.Service.$Shape} Service
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Service & holdfast.v1.Service.$Shape;
        }

        namespace Service {

            /** Properties of a Service. */
            interface $Properties {

                /** Service name */
                name?: string;

                /** Service image */
                image?: string;

                /** Service imageTag */
                imageTag?: string;

                /** Service imageBytes */
                imageBytes?: number;

                /** Service strategy */
                strategy?: holdfast.v1.Strategy;

                /** Service handOver */
                handOver?: holdfast.v1.HandOver.$Properties;

                /** Service priority */
                priority?: number;

                /** Service localApi */
                localApi?: boolean;

                /** Service entrypoint */
                entrypoint?: string[];

                /** Service command */
                command?: string[];

                /** Service environment */
                environment?: { [k: string]: string };

                /** Service workingDir */
                workingDir?: string;

                /** Service user */
                user?: string;

                /** Service groupAdd */
                groupAdd?: string[];

                /** Service labels */
                labels?: { [k: string]: string };

                /** Service stopSignal */
                stopSignal?: string;

                /** Service stopGraceMs */
                stopGraceMs?: number;

                /** Service init */
                init?: boolean;

                /** Service readOnly */
                readOnly?: boolean;

                /** Service tty */
                tty?: boolean;

                /** Service stdinOpen */
                stdinOpen?: boolean;

                /** Service platform */
                platform?: string;

                /** Service dependsOn */
                dependsOn?: holdfast.v1.Dependency.$Properties[];

                /** Service healthcheck */
                healthcheck?: holdfast.v1.Healthcheck.$Properties;

                /** Service restart */
                restart?: holdfast.v1.Restart;

                /** Service restartMaxRetries */
                restartMaxRetries?: number;

                /** Service ports */
                ports?: holdfast.v1.Port.$Properties[];

                /** Service expose */
                expose?: string[];

                /** Service networkMode */
                networkMode?: string;

                /** Service networks */
                networks?: holdfast.v1.Attachment.$Properties[];

                /** Service hostname */
                hostname?: string;

                /** Service domainname */
                domainname?: string;

                /** Service dns */
                dns?: string[];

                /** Service dnsSearch */
                dnsSearch?: string[];

                /** Service dnsOptions */
                dnsOptions?: string[];

                /** Service extraHosts */
                extraHosts?: string[];

                /** Service macAddress */
                macAddress?: string;

                /** Service mounts */
                mounts?: holdfast.v1.Mount.$Properties[];

                /** Service devices */
                devices?: holdfast.v1.Device.$Properties[];

                /** Service deviceCgroupRules */
                deviceCgroupRules?: string[];

                /** Service deviceRequests */
                deviceRequests?: holdfast.v1.DeviceRequest.$Properties[];

                /** Service shmBytes */
                shmBytes?: number;

                /** Service privileged */
                privileged?: boolean;

                /** Service capAdd */
                capAdd?: string[];

                /** Service capDrop */
                capDrop?: string[];

                /** Service securityOpt */
                securityOpt?: string[];

                /** Service sysctls */
                sysctls?: { [k: string]: string };

                /** Service ulimits */
                ulimits?: holdfast.v1.Ulimit.$Properties[];

                /** Service pid */
                pid?: string;

                /** Service ipc */
                ipc?: string;

                /** Service uts */
                uts?: string;

                /** Service usernsMode */
                usernsMode?: string;

                /** Service cgroupParent */
                cgroupParent?: string;

                /** Service runtime */
                runtime?: string;

                /** Service logging */
                logging?: holdfast.v1.Logging.$Properties;

                /** Service resources */
                resources?: holdfast.v1.Resources.$Properties;

                /** Service oomScoreAdj */
                oomScoreAdj?: number;

                /** Service oomKillDisable */
                oomKillDisable?: boolean;

                /** Service cgroup */
                cgroup?: string;

                /** Service annotations */
                annotations?: { [k: string]: string };

                /** Service storageOptions */
                storageOptions?: { [k: string]: string };

                /** Service blockIo */
                blockIo?: holdfast.v1.BlockIo.$Properties;

                /** Service files */
                files?: holdfast.v1.File.$Properties[];

                /** Service noInit */
                noInit?: boolean;

                /** Service locks */
                locks?: holdfast.v1.LockRules.$Properties;

                /** Service imageParts */
                imageParts?: holdfast.v1.ImageParts.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Service. */
            type $Shape = holdfast.v1.Service.$Properties;
        }

        /**
         * Properties of an ImageParts.
         * @deprecated Use holdfast.v1.ImageParts.$Properties instead.
         */
        interface IImageParts extends holdfast.v1.ImageParts.$Properties {
        }

        /** Represents an ImageParts. */
        class ImageParts {

            /**
             * Constructs a new ImageParts.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ImageParts.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImageParts platform. */
            platform: string;

            /** ImageParts parts. */
            parts: holdfast.v1.ImagePart[];

            /**
             * Encodes the specified ImageParts message. Does not implicitly {@link holdfast.v1.ImageParts.verify|verify} messages.
             * @param message ImageParts message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ImageParts.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImageParts message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ImageParts & holdfast.v1.ImageParts.$Shape} ImageParts
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ImageParts & holdfast.v1.ImageParts.$Shape;
        }

        namespace ImageParts {

            /** Properties of an ImageParts. */
            interface $Properties {

                /** ImageParts platform */
                platform?: string;

                /** ImageParts parts */
                parts?: holdfast.v1.ImagePart.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImageParts. */
            type $Shape = holdfast.v1.ImageParts.$Properties;
        }

        /**
         * Properties of an ImagePart.
         * @deprecated Use holdfast.v1.ImagePart.$Properties instead.
         */
        interface IImagePart extends holdfast.v1.ImagePart.$Properties {
        }

        /** Represents an ImagePart. */
        class ImagePart {

            /**
             * Constructs a new ImagePart.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ImagePart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImagePart digest. */
            digest: Uint8Array;

            /** ImagePart bytes. */
            bytes: number;

            /**
             * Encodes the specified ImagePart message. Does not implicitly {@link holdfast.v1.ImagePart.verify|verify} messages.
             * @param message ImagePart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ImagePart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImagePart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ImagePart & holdfast.v1.ImagePart.$Shape} ImagePart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ImagePart & holdfast.v1.ImagePart.$Shape;
        }

        namespace ImagePart {

            /** Properties of an ImagePart. */
            interface $Properties {

                /** ImagePart digest */
                digest?: Uint8Array;

                /** ImagePart bytes */
                bytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImagePart. */
            type $Shape = holdfast.v1.ImagePart.$Properties;
        }

        /**
         * Properties of a LockRules.
         * @deprecated Use holdfast.v1.LockRules.$Properties instead.
         */
        interface ILockRules extends holdfast.v1.LockRules.$Properties {
        }

        /** Represents a LockRules. */
        class LockRules {

            /**
             * Constructs a new LockRules.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.LockRules.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LockRules ignored. */
            ignored: boolean;

            /** LockRules file. */
            file: string;

            /** LockRules longestMs. */
            longestMs: number;

            /**
             * Encodes the specified LockRules message. Does not implicitly {@link holdfast.v1.LockRules.verify|verify} messages.
             * @param message LockRules message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.LockRules.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LockRules message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.LockRules & holdfast.v1.LockRules.$Shape} LockRules
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.LockRules & holdfast.v1.LockRules.$Shape;
        }

        namespace LockRules {

            /** Properties of a LockRules. */
            interface $Properties {

                /** LockRules ignored */
                ignored?: boolean;

                /** LockRules file */
                file?: string;

                /** LockRules longestMs */
                longestMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LockRules. */
            type $Shape = holdfast.v1.LockRules.$Properties;
        }

        /**
         * Properties of a HandOver.
         * @deprecated Use holdfast.v1.HandOver.$Properties instead.
         */
        interface IHandOver extends holdfast.v1.HandOver.$Properties {
        }

        /** Represents a HandOver. */
        class HandOver {

            /**
             * Constructs a new HandOver.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.HandOver.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** HandOver waitUntilReady. */
            waitUntilReady: boolean;

            /** HandOver timeoutMs. */
            timeoutMs: number;

            /**
             * Encodes the specified HandOver message. Does not implicitly {@link holdfast.v1.HandOver.verify|verify} messages.
             * @param message HandOver message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.HandOver.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a HandOver message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.HandOver & holdfast.v1.HandOver.$Shape} HandOver
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.HandOver & holdfast.v1.HandOver.$Shape;
        }

        namespace HandOver {

            /** Properties of a HandOver. */
            interface $Properties {

                /** HandOver waitUntilReady */
                waitUntilReady?: boolean;

                /** HandOver timeoutMs */
                timeoutMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a HandOver. */
            type $Shape = holdfast.v1.HandOver.$Properties;
        }

        /**
         * Properties of a File.
         * @deprecated Use holdfast.v1.File.$Properties instead.
         */
        interface IFile extends holdfast.v1.File.$Properties {
        }

        /** Represents a File. */
        class File {

            /**
             * Constructs a new File.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.File.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** File path. */
            path: string;

            /** File content. */
            content: Uint8Array;

            /** File mode. */
            mode: number;

            /** File uid. */
            uid: number;

            /** File gid. */
            gid: number;

            /** File secret. */
            secret: string;

            /**
             * Encodes the specified File message. Does not implicitly {@link holdfast.v1.File.verify|verify} messages.
             * @param message File message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.File.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a File message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.File & holdfast.v1.File.$Shape} File
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.File & holdfast.v1.File.$Shape;
        }

        namespace File {

            /** Properties of a File. */
            interface $Properties {

                /** File path */
                path?: string;

                /** File content */
                content?: Uint8Array;

                /** File mode */
                mode?: number;

                /** File uid */
                uid?: number;

                /** File gid */
                gid?: number;

                /** File secret */
                secret?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a File. */
            type $Shape = holdfast.v1.File.$Properties;
        }

        /**
         * Properties of a BlockIo.
         * @deprecated Use holdfast.v1.BlockIo.$Properties instead.
         */
        interface IBlockIo extends holdfast.v1.BlockIo.$Properties {
        }

        /** Represents a BlockIo. */
        class BlockIo {

            /**
             * Constructs a new BlockIo.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.BlockIo.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlockIo weight. */
            weight: number;

            /** BlockIo deviceWeights. */
            deviceWeights: holdfast.v1.DeviceWeight[];

            /** BlockIo readBps. */
            readBps: holdfast.v1.DeviceRate[];

            /** BlockIo writeBps. */
            writeBps: holdfast.v1.DeviceRate[];

            /** BlockIo readIops. */
            readIops: holdfast.v1.DeviceRate[];

            /** BlockIo writeIops. */
            writeIops: holdfast.v1.DeviceRate[];

            /**
             * Encodes the specified BlockIo message. Does not implicitly {@link holdfast.v1.BlockIo.verify|verify} messages.
             * @param message BlockIo message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.BlockIo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlockIo message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.BlockIo & holdfast.v1.BlockIo.$Shape} BlockIo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.BlockIo & holdfast.v1.BlockIo.$Shape;
        }

        namespace BlockIo {

            /** Properties of a BlockIo. */
            interface $Properties {

                /** BlockIo weight */
                weight?: number;

                /** BlockIo deviceWeights */
                deviceWeights?: holdfast.v1.DeviceWeight.$Properties[];

                /** BlockIo readBps */
                readBps?: holdfast.v1.DeviceRate.$Properties[];

                /** BlockIo writeBps */
                writeBps?: holdfast.v1.DeviceRate.$Properties[];

                /** BlockIo readIops */
                readIops?: holdfast.v1.DeviceRate.$Properties[];

                /** BlockIo writeIops */
                writeIops?: holdfast.v1.DeviceRate.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlockIo. */
            type $Shape = holdfast.v1.BlockIo.$Properties;
        }

        /**
         * Properties of a DeviceWeight.
         * @deprecated Use holdfast.v1.DeviceWeight.$Properties instead.
         */
        interface IDeviceWeight extends holdfast.v1.DeviceWeight.$Properties {
        }

        /** Represents a DeviceWeight. */
        class DeviceWeight {

            /**
             * Constructs a new DeviceWeight.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.DeviceWeight.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceWeight path. */
            path: string;

            /** DeviceWeight weight. */
            weight: number;

            /**
             * Encodes the specified DeviceWeight message. Does not implicitly {@link holdfast.v1.DeviceWeight.verify|verify} messages.
             * @param message DeviceWeight message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.DeviceWeight.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceWeight message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceWeight & holdfast.v1.DeviceWeight.$Shape} DeviceWeight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.DeviceWeight & holdfast.v1.DeviceWeight.$Shape;
        }

        namespace DeviceWeight {

            /** Properties of a DeviceWeight. */
            interface $Properties {

                /** DeviceWeight path */
                path?: string;

                /** DeviceWeight weight */
                weight?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceWeight. */
            type $Shape = holdfast.v1.DeviceWeight.$Properties;
        }

        /**
         * Properties of a DeviceRate.
         * @deprecated Use holdfast.v1.DeviceRate.$Properties instead.
         */
        interface IDeviceRate extends holdfast.v1.DeviceRate.$Properties {
        }

        /** Represents a DeviceRate. */
        class DeviceRate {

            /**
             * Constructs a new DeviceRate.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.DeviceRate.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceRate path. */
            path: string;

            /** DeviceRate rate. */
            rate: number;

            /**
             * Encodes the specified DeviceRate message. Does not implicitly {@link holdfast.v1.DeviceRate.verify|verify} messages.
             * @param message DeviceRate message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.DeviceRate.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceRate message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceRate & holdfast.v1.DeviceRate.$Shape} DeviceRate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.DeviceRate & holdfast.v1.DeviceRate.$Shape;
        }

        namespace DeviceRate {

            /** Properties of a DeviceRate. */
            interface $Properties {

                /** DeviceRate path */
                path?: string;

                /** DeviceRate rate */
                rate?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceRate. */
            type $Shape = holdfast.v1.DeviceRate.$Properties;
        }

        /**
         * Properties of a Dependency.
         * @deprecated Use holdfast.v1.Dependency.$Properties instead.
         */
        interface IDependency extends holdfast.v1.Dependency.$Properties {
        }

        /** Represents a Dependency. */
        class Dependency {

            /**
             * Constructs a new Dependency.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Dependency.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Dependency service. */
            service: string;

            /** Dependency condition. */
            condition: holdfast.v1.Condition;

            /** Dependency restart. */
            restart: boolean;

            /**
             * Encodes the specified Dependency message. Does not implicitly {@link holdfast.v1.Dependency.verify|verify} messages.
             * @param message Dependency message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Dependency.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Dependency message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Dependency & holdfast.v1.Dependency.$Shape} Dependency
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Dependency & holdfast.v1.Dependency.$Shape;
        }

        namespace Dependency {

            /** Properties of a Dependency. */
            interface $Properties {

                /** Dependency service */
                service?: string;

                /** Dependency condition */
                condition?: holdfast.v1.Condition;

                /** Dependency restart */
                restart?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Dependency. */
            type $Shape = holdfast.v1.Dependency.$Properties;
        }

        /**
         * Properties of a Healthcheck.
         * @deprecated Use holdfast.v1.Healthcheck.$Properties instead.
         */
        interface IHealthcheck extends holdfast.v1.Healthcheck.$Properties {
        }

        /** Represents a Healthcheck. */
        class Healthcheck {

            /**
             * Constructs a new Healthcheck.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Healthcheck.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Healthcheck test. */
            test: string[];

            /** Healthcheck intervalMs. */
            intervalMs: number;

            /** Healthcheck timeoutMs. */
            timeoutMs: number;

            /** Healthcheck retries. */
            retries: number;

            /** Healthcheck startPeriodMs. */
            startPeriodMs: number;

            /** Healthcheck startIntervalMs. */
            startIntervalMs: number;

            /**
             * Encodes the specified Healthcheck message. Does not implicitly {@link holdfast.v1.Healthcheck.verify|verify} messages.
             * @param message Healthcheck message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Healthcheck.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Healthcheck message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Healthcheck & holdfast.v1.Healthcheck.$Shape} Healthcheck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Healthcheck & holdfast.v1.Healthcheck.$Shape;
        }

        namespace Healthcheck {

            /** Properties of a Healthcheck. */
            interface $Properties {

                /** Healthcheck test */
                test?: string[];

                /** Healthcheck intervalMs */
                intervalMs?: number;

                /** Healthcheck timeoutMs */
                timeoutMs?: number;

                /** Healthcheck retries */
                retries?: number;

                /** Healthcheck startPeriodMs */
                startPeriodMs?: number;

                /** Healthcheck startIntervalMs */
                startIntervalMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Healthcheck. */
            type $Shape = holdfast.v1.Healthcheck.$Properties;
        }

        /**
         * Properties of a Port.
         * @deprecated Use holdfast.v1.Port.$Properties instead.
         */
        interface IPort extends holdfast.v1.Port.$Properties {
        }

        /** Represents a Port. */
        class Port {

            /**
             * Constructs a new Port.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Port.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Port containerPort. */
            containerPort: number;

            /** Port hostPort. */
            hostPort: number;

            /** Port hostIp. */
            hostIp: string;

            /** Port protocol. */
            protocol: string;

            /**
             * Encodes the specified Port message. Does not implicitly {@link holdfast.v1.Port.verify|verify} messages.
             * @param message Port message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Port.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Port message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Port & holdfast.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Port & holdfast.v1.Port.$Shape;
        }

        namespace Port {

            /** Properties of a Port. */
            interface $Properties {

                /** Port containerPort */
                containerPort?: number;

                /** Port hostPort */
                hostPort?: number;

                /** Port hostIp */
                hostIp?: string;

                /** Port protocol */
                protocol?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Port. */
            type $Shape = holdfast.v1.Port.$Properties;
        }

        /**
         * Properties of an Attachment.
         * @deprecated Use holdfast.v1.Attachment.$Properties instead.
         */
        interface IAttachment extends holdfast.v1.Attachment.$Properties {
        }

        /** Represents an Attachment. */
        class Attachment {

            /**
             * Constructs a new Attachment.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Attachment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Attachment network. */
            network: string;

            /** Attachment aliases. */
            aliases: string[];

            /** Attachment ipv4Address. */
            ipv4Address: string;

            /** Attachment ipv6Address. */
            ipv6Address: string;

            /** Attachment linkLocalIps. */
            linkLocalIps: string[];

            /** Attachment driverOptions. */
            driverOptions: { [k: string]: string };

            /**
             * Encodes the specified Attachment message. Does not implicitly {@link holdfast.v1.Attachment.verify|verify} messages.
             * @param message Attachment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Attachment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Attachment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Attachment & holdfast.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Attachment & holdfast.v1.Attachment.$Shape;
        }

        namespace Attachment {

            /** Properties of an Attachment. */
            interface $Properties {

                /** Attachment network */
                network?: string;

                /** Attachment aliases */
                aliases?: string[];

                /** Attachment ipv4Address */
                ipv4Address?: string;

                /** Attachment ipv6Address */
                ipv6Address?: string;

                /** Attachment linkLocalIps */
                linkLocalIps?: string[];

                /** Attachment driverOptions */
                driverOptions?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Attachment. */
            type $Shape = holdfast.v1.Attachment.$Properties;
        }

        /** MountType enum. */
        enum MountType {

            /** MOUNT_TYPE_UNSPECIFIED value */
            MOUNT_TYPE_UNSPECIFIED = 0,

            /** MOUNT_TYPE_VOLUME value */
            MOUNT_TYPE_VOLUME = 1,

            /** MOUNT_TYPE_BIND value */
            MOUNT_TYPE_BIND = 2,

            /** MOUNT_TYPE_TMPFS value */
            MOUNT_TYPE_TMPFS = 3
        }

        /**
         * Properties of a Mount.
         * @deprecated Use holdfast.v1.Mount.$Properties instead.
         */
        interface IMount extends holdfast.v1.Mount.$Properties {
        }

        /** Represents a Mount. */
        class Mount {

            /**
             * Constructs a new Mount.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Mount.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Mount type. */
            type: holdfast.v1.MountType;

            /** Mount source. */
            source: string;

            /** Mount target. */
            target: string;

            /** Mount readOnly. */
            readOnly: boolean;

            /** Mount bindPropagation. */
            bindPropagation: string;

            /** Mount volumeNocopy. */
            volumeNocopy: boolean;

            /** Mount tmpfsBytes. */
            tmpfsBytes: number;

            /** Mount tmpfsMode. */
            tmpfsMode: number;

            /** Mount bindCreateHostPath. */
            bindCreateHostPath: boolean;

            /** Mount optional. */
            optional: boolean;

            /** Mount tmpfsOptions. */
            tmpfsOptions: string[];

            /**
             * Encodes the specified Mount message. Does not implicitly {@link holdfast.v1.Mount.verify|verify} messages.
             * @param message Mount message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Mount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Mount message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Mount & holdfast.v1.Mount.$Shape} Mount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Mount & holdfast.v1.Mount.$Shape;
        }

        namespace Mount {

            /** Properties of a Mount. */
            interface $Properties {

                /** Mount type */
                type?: holdfast.v1.MountType;

                /** Mount source */
                source?: string;

                /** Mount target */
                target?: string;

                /** Mount readOnly */
                readOnly?: boolean;

                /** Mount bindPropagation */
                bindPropagation?: string;

                /** Mount volumeNocopy */
                volumeNocopy?: boolean;

                /** Mount tmpfsBytes */
                tmpfsBytes?: number;

                /** Mount tmpfsMode */
                tmpfsMode?: number;

                /** Mount bindCreateHostPath */
                bindCreateHostPath?: boolean;

                /** Mount optional */
                optional?: boolean;

                /** Mount tmpfsOptions */
                tmpfsOptions?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Mount. */
            type $Shape = holdfast.v1.Mount.$Properties;
        }

        /**
         * Properties of a Device.
         * @deprecated Use holdfast.v1.Device.$Properties instead.
         */
        interface IDevice extends holdfast.v1.Device.$Properties {
        }

        /** Represents a Device. */
        class Device {

            /**
             * Constructs a new Device.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Device.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Device hostPath. */
            hostPath: string;

            /** Device containerPath. */
            containerPath: string;

            /** Device permissions. */
            permissions: string;

            /** Device optional. */
            optional: boolean;

            /**
             * Encodes the specified Device message. Does not implicitly {@link holdfast.v1.Device.verify|verify} messages.
             * @param message Device message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Device.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Device message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Device & holdfast.v1.Device.$Shape} Device
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Device & holdfast.v1.Device.$Shape;
        }

        namespace Device {

            /** Properties of a Device. */
            interface $Properties {

                /** Device hostPath */
                hostPath?: string;

                /** Device containerPath */
                containerPath?: string;

                /** Device permissions */
                permissions?: string;

                /** Device optional */
                optional?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Device. */
            type $Shape = holdfast.v1.Device.$Properties;
        }

        /**
         * Properties of a DeviceRequest.
         * @deprecated Use holdfast.v1.DeviceRequest.$Properties instead.
         */
        interface IDeviceRequest extends holdfast.v1.DeviceRequest.$Properties {
        }

        /** Represents a DeviceRequest. */
        class DeviceRequest {

            /**
             * Constructs a new DeviceRequest.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.DeviceRequest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** DeviceRequest driver. */
            driver: string;

            /** DeviceRequest count. */
            count: number;

            /** DeviceRequest deviceIds. */
            deviceIds: string[];

            /** DeviceRequest capabilities. */
            capabilities: string[];

            /** DeviceRequest options. */
            options: { [k: string]: string };

            /**
             * Encodes the specified DeviceRequest message. Does not implicitly {@link holdfast.v1.DeviceRequest.verify|verify} messages.
             * @param message DeviceRequest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.DeviceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a DeviceRequest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceRequest & holdfast.v1.DeviceRequest.$Shape} DeviceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.DeviceRequest & holdfast.v1.DeviceRequest.$Shape;
        }

        namespace DeviceRequest {

            /** Properties of a DeviceRequest. */
            interface $Properties {

                /** DeviceRequest driver */
                driver?: string;

                /** DeviceRequest count */
                count?: number;

                /** DeviceRequest deviceIds */
                deviceIds?: string[];

                /** DeviceRequest capabilities */
                capabilities?: string[];

                /** DeviceRequest options */
                options?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a DeviceRequest. */
            type $Shape = holdfast.v1.DeviceRequest.$Properties;
        }

        /**
         * Properties of an Ulimit.
         * @deprecated Use holdfast.v1.Ulimit.$Properties instead.
         */
        interface IUlimit extends holdfast.v1.Ulimit.$Properties {
        }

        /** Represents an Ulimit. */
        class Ulimit {

            /**
             * Constructs a new Ulimit.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Ulimit.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ulimit name. */
            name: string;

            /** Ulimit soft. */
            soft: number;

            /** Ulimit hard. */
            hard: number;

            /**
             * Encodes the specified Ulimit message. Does not implicitly {@link holdfast.v1.Ulimit.verify|verify} messages.
             * @param message Ulimit message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Ulimit.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ulimit message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Ulimit & holdfast.v1.Ulimit.$Shape} Ulimit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Ulimit & holdfast.v1.Ulimit.$Shape;
        }

        namespace Ulimit {

            /** Properties of an Ulimit. */
            interface $Properties {

                /** Ulimit name */
                name?: string;

                /** Ulimit soft */
                soft?: number;

                /** Ulimit hard */
                hard?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ulimit. */
            type $Shape = holdfast.v1.Ulimit.$Properties;
        }

        /**
         * Properties of a Logging.
         * @deprecated Use holdfast.v1.Logging.$Properties instead.
         */
        interface ILogging extends holdfast.v1.Logging.$Properties {
        }

        /** Represents a Logging. */
        class Logging {

            /**
             * Constructs a new Logging.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Logging.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Logging driver. */
            driver: string;

            /** Logging options. */
            options: { [k: string]: string };

            /**
             * Encodes the specified Logging message. Does not implicitly {@link holdfast.v1.Logging.verify|verify} messages.
             * @param message Logging message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Logging.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Logging message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Logging & holdfast.v1.Logging.$Shape} Logging
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Logging & holdfast.v1.Logging.$Shape;
        }

        namespace Logging {

            /** Properties of a Logging. */
            interface $Properties {

                /** Logging driver */
                driver?: string;

                /** Logging options */
                options?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Logging. */
            type $Shape = holdfast.v1.Logging.$Properties;
        }

        /**
         * Properties of a Resources.
         * @deprecated Use holdfast.v1.Resources.$Properties instead.
         */
        interface IResources extends holdfast.v1.Resources.$Properties {
        }

        /** Represents a Resources. */
        class Resources {

            /**
             * Constructs a new Resources.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Resources.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Resources memoryBytes. */
            memoryBytes: number;

            /** Resources memoryReservationBytes. */
            memoryReservationBytes: number;

            /** Resources memorySwapBytes. */
            memorySwapBytes: number;

            /** Resources nanoCpus. */
            nanoCpus: number;

            /** Resources cpuShares. */
            cpuShares: number;

            /** Resources cpuset. */
            cpuset: string;

            /** Resources pidsLimit. */
            pidsLimit: number;

            /** Resources cpuQuota. */
            cpuQuota: number;

            /** Resources cpuPeriod. */
            cpuPeriod: number;

            /**
             * Encodes the specified Resources message. Does not implicitly {@link holdfast.v1.Resources.verify|verify} messages.
             * @param message Resources message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Resources.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Resources message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Resources & holdfast.v1.Resources.$Shape} Resources
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Resources & holdfast.v1.Resources.$Shape;
        }

        namespace Resources {

            /** Properties of a Resources. */
            interface $Properties {

                /** Resources memoryBytes */
                memoryBytes?: number;

                /** Resources memoryReservationBytes */
                memoryReservationBytes?: number;

                /** Resources memorySwapBytes */
                memorySwapBytes?: number;

                /** Resources nanoCpus */
                nanoCpus?: number;

                /** Resources cpuShares */
                cpuShares?: number;

                /** Resources cpuset */
                cpuset?: string;

                /** Resources pidsLimit */
                pidsLimit?: number;

                /** Resources cpuQuota */
                cpuQuota?: number;

                /** Resources cpuPeriod */
                cpuPeriod?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Resources. */
            type $Shape = holdfast.v1.Resources.$Properties;
        }

        /**
         * Properties of a Volume.
         * @deprecated Use holdfast.v1.Volume.$Properties instead.
         */
        interface IVolume extends holdfast.v1.Volume.$Properties {
        }

        /** Represents a Volume. */
        class Volume {

            /**
             * Constructs a new Volume.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Volume.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Volume name. */
            name: string;

            /** Volume driver. */
            driver: string;

            /** Volume driverOptions. */
            driverOptions: { [k: string]: string };

            /** Volume labels. */
            labels: { [k: string]: string };

            /** Volume externalName. */
            externalName: string;

            /**
             * Encodes the specified Volume message. Does not implicitly {@link holdfast.v1.Volume.verify|verify} messages.
             * @param message Volume message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Volume.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Volume message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Volume & holdfast.v1.Volume.$Shape} Volume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Volume & holdfast.v1.Volume.$Shape;
        }

        namespace Volume {

            /** Properties of a Volume. */
            interface $Properties {

                /** Volume name */
                name?: string;

                /** Volume driver */
                driver?: string;

                /** Volume driverOptions */
                driverOptions?: { [k: string]: string };

                /** Volume labels */
                labels?: { [k: string]: string };

                /** Volume externalName */
                externalName?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Volume. */
            type $Shape = holdfast.v1.Volume.$Properties;
        }

        /**
         * Properties of a Network.
         * @deprecated Use holdfast.v1.Network.$Properties instead.
         */
        interface INetwork extends holdfast.v1.Network.$Properties {
        }

        /** Represents a Network. */
        class Network {

            /**
             * Constructs a new Network.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Network.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Network name. */
            name: string;

            /** Network driver. */
            driver: string;

            /** Network driverOptions. */
            driverOptions: { [k: string]: string };

            /** Network labels. */
            labels: { [k: string]: string };

            /** Network internal. */
            internal: boolean;

            /** Network ipv6. */
            ipv6: boolean;

            /** Network attachable. */
            attachable: boolean;

            /** Network subnets. */
            subnets: holdfast.v1.Subnet[];

            /** Network externalName. */
            externalName: string;

            /** Network ipamOptions. */
            ipamOptions: { [k: string]: string };

            /**
             * Encodes the specified Network message. Does not implicitly {@link holdfast.v1.Network.verify|verify} messages.
             * @param message Network message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Network.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Network message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Network & holdfast.v1.Network.$Shape} Network
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Network & holdfast.v1.Network.$Shape;
        }

        namespace Network {

            /** Properties of a Network. */
            interface $Properties {

                /** Network name */
                name?: string;

                /** Network driver */
                driver?: string;

                /** Network driverOptions */
                driverOptions?: { [k: string]: string };

                /** Network labels */
                labels?: { [k: string]: string };

                /** Network internal */
                internal?: boolean;

                /** Network ipv6 */
                ipv6?: boolean;

                /** Network attachable */
                attachable?: boolean;

                /** Network subnets */
                subnets?: holdfast.v1.Subnet.$Properties[];

                /** Network externalName */
                externalName?: string;

                /** Network ipamOptions */
                ipamOptions?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Network. */
            type $Shape = holdfast.v1.Network.$Properties;
        }

        /**
         * Properties of a Subnet.
         * @deprecated Use holdfast.v1.Subnet.$Properties instead.
         */
        interface ISubnet extends holdfast.v1.Subnet.$Properties {
        }

        /** Represents a Subnet. */
        class Subnet {

            /**
             * Constructs a new Subnet.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Subnet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Subnet subnet. */
            subnet: string;

            /** Subnet gateway. */
            gateway: string;

            /** Subnet ipRange. */
            ipRange: string;

            /** Subnet auxAddresses. */
            auxAddresses: { [k: string]: string };

            /**
             * Encodes the specified Subnet message. Does not implicitly {@link holdfast.v1.Subnet.verify|verify} messages.
             * @param message Subnet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Subnet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Subnet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Subnet & holdfast.v1.Subnet.$Shape} Subnet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Subnet & holdfast.v1.Subnet.$Shape;
        }

        namespace Subnet {

            /** Properties of a Subnet. */
            interface $Properties {

                /** Subnet subnet */
                subnet?: string;

                /** Subnet gateway */
                gateway?: string;

                /** Subnet ipRange */
                ipRange?: string;

                /** Subnet auxAddresses */
                auxAddresses?: { [k: string]: string };

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Subnet. */
            type $Shape = holdfast.v1.Subnet.$Properties;
        }

        /**
         * Properties of a NetworkConfig.
         * @deprecated Use holdfast.v1.NetworkConfig.$Properties instead.
         */
        interface INetworkConfig extends holdfast.v1.NetworkConfig.$Properties {
        }

        /** Represents a NetworkConfig. */
        class NetworkConfig {

            /**
             * Constructs a new NetworkConfig.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.NetworkConfig.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NetworkConfig links. */
            links: holdfast.v1.NetworkLink[];

            /** NetworkConfig proxies. */
            proxies: holdfast.v1.NetworkProxy[];

            /** NetworkConfig trialMs. */
            trialMs: number;

            /** NetworkConfig failover. */
            failover: holdfast.v1.Failover;

            /** NetworkConfig asItCame. */
            asItCame: boolean;

            /**
             * Encodes the specified NetworkConfig message. Does not implicitly {@link holdfast.v1.NetworkConfig.verify|verify} messages.
             * @param message NetworkConfig message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.NetworkConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NetworkConfig message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkConfig & holdfast.v1.NetworkConfig.$Shape} NetworkConfig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.NetworkConfig & holdfast.v1.NetworkConfig.$Shape;
        }

        namespace NetworkConfig {

            /** Properties of a NetworkConfig. */
            interface $Properties {

                /** NetworkConfig links */
                links?: holdfast.v1.NetworkLink.$Properties[];

                /** NetworkConfig proxies */
                proxies?: holdfast.v1.NetworkProxy.$Properties[];

                /** NetworkConfig trialMs */
                trialMs?: number;

                /** NetworkConfig failover */
                failover?: holdfast.v1.Failover.$Properties;

                /** NetworkConfig asItCame */
                asItCame?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NetworkConfig. */
            type $Shape = holdfast.v1.NetworkConfig.$Properties;
        }

        /**
         * Properties of a NetworkLink.
         * @deprecated Use holdfast.v1.NetworkLink.$Properties instead.
         */
        interface INetworkLink extends holdfast.v1.NetworkLink.$Properties {
        }

        /** Represents a NetworkLink. */
        class NetworkLink {

            /**
             * Constructs a new NetworkLink.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.NetworkLink.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NetworkLink name. */
            name: string;

            /** NetworkLink interface. */
            interface: string;

            /** NetworkLink ethernet. */
            ethernet: holdfast.v1.Ethernet;

            /** NetworkLink wifi. */
            wifi: holdfast.v1.Wifi;

            /** NetworkLink cellular. */
            cellular: holdfast.v1.Cellular;

            /** NetworkLink vlan. */
            vlan: holdfast.v1.Vlan;

            /** NetworkLink ipv4. */
            ipv4: holdfast.v1.IpConfig;

            /** NetworkLink ipv6. */
            ipv6: holdfast.v1.IpConfig;

            /** NetworkLink priority. */
            priority: number;

            /** NetworkLink metered. */
            metered: holdfast.v1.Metered;

            /** NetworkLink mtu. */
            mtu: number;

            /**
             * Encodes the specified NetworkLink message. Does not implicitly {@link holdfast.v1.NetworkLink.verify|verify} messages.
             * @param message NetworkLink message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.NetworkLink.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NetworkLink message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkLink & holdfast.v1.NetworkLink.$Shape} NetworkLink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.NetworkLink & holdfast.v1.NetworkLink.$Shape;
        }

        namespace NetworkLink {

            /** Properties of a NetworkLink. */
            interface $Properties {

                /** NetworkLink name */
                name?: string;

                /** NetworkLink interface */
                "interface"?: string;

                /** NetworkLink ethernet */
                ethernet?: holdfast.v1.Ethernet.$Properties;

                /** NetworkLink wifi */
                wifi?: holdfast.v1.Wifi.$Properties;

                /** NetworkLink cellular */
                cellular?: holdfast.v1.Cellular.$Properties;

                /** NetworkLink vlan */
                vlan?: holdfast.v1.Vlan.$Properties;

                /** NetworkLink ipv4 */
                ipv4?: holdfast.v1.IpConfig.$Properties;

                /** NetworkLink ipv6 */
                ipv6?: holdfast.v1.IpConfig.$Properties;

                /** NetworkLink priority */
                priority?: number;

                /** NetworkLink metered */
                metered?: holdfast.v1.Metered;

                /** NetworkLink mtu */
                mtu?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NetworkLink. */
            type $Shape = holdfast.v1.NetworkLink.$Properties;
        }

        /** Metered enum. */
        enum Metered {

            /** METERED_UNSPECIFIED value */
            METERED_UNSPECIFIED = 0,

            /** METERED_YES value */
            METERED_YES = 1,

            /** METERED_NO value */
            METERED_NO = 2
        }

        /**
         * Properties of an Ethernet.
         * @deprecated Use holdfast.v1.Ethernet.$Properties instead.
         */
        interface IEthernet extends holdfast.v1.Ethernet.$Properties {
        }

        /** Represents an Ethernet. */
        class Ethernet {

            /**
             * Constructs a new Ethernet.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Ethernet.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Ethernet message. Does not implicitly {@link holdfast.v1.Ethernet.verify|verify} messages.
             * @param message Ethernet message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Ethernet.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ethernet message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Ethernet & holdfast.v1.Ethernet.$Shape} Ethernet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Ethernet & holdfast.v1.Ethernet.$Shape;
        }

        namespace Ethernet {

            /** Properties of an Ethernet. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ethernet. */
            type $Shape = holdfast.v1.Ethernet.$Properties;
        }

        /**
         * Properties of a Wifi.
         * @deprecated Use holdfast.v1.Wifi.$Properties instead.
         */
        interface IWifi extends holdfast.v1.Wifi.$Properties {
        }

        /** Represents a Wifi. */
        class Wifi {

            /**
             * Constructs a new Wifi.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Wifi.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Wifi ssid. */
            ssid: string;

            /** Wifi passphrase. */
            passphrase: string;

            /** Wifi passphraseSecret. */
            passphraseSecret: string;

            /** Wifi hidden. */
            hidden: boolean;

            /** Wifi sae. */
            sae: boolean;

            /**
             * Encodes the specified Wifi message. Does not implicitly {@link holdfast.v1.Wifi.verify|verify} messages.
             * @param message Wifi message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Wifi.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Wifi message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Wifi & holdfast.v1.Wifi.$Shape} Wifi
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Wifi & holdfast.v1.Wifi.$Shape;
        }

        namespace Wifi {

            /** Properties of a Wifi. */
            interface $Properties {

                /** Wifi ssid */
                ssid?: string;

                /** Wifi passphrase */
                passphrase?: string;

                /** Wifi passphraseSecret */
                passphraseSecret?: string;

                /** Wifi hidden */
                hidden?: boolean;

                /** Wifi sae */
                sae?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Wifi. */
            type $Shape = holdfast.v1.Wifi.$Properties;
        }

        /**
         * Properties of a Cellular.
         * @deprecated Use holdfast.v1.Cellular.$Properties instead.
         */
        interface ICellular extends holdfast.v1.Cellular.$Properties {
        }

        /** Represents a Cellular. */
        class Cellular {

            /**
             * Constructs a new Cellular.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Cellular.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Cellular apn. */
            apn: string;

            /** Cellular username. */
            username: string;

            /** Cellular password. */
            password: string;

            /** Cellular passwordSecret. */
            passwordSecret: string;

            /** Cellular pin. */
            pin: string;

            /** Cellular pinSecret. */
            pinSecret: string;

            /** Cellular homeOnly. */
            homeOnly: boolean;

            /**
             * Encodes the specified Cellular message. Does not implicitly {@link holdfast.v1.Cellular.verify|verify} messages.
             * @param message Cellular message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Cellular.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Cellular message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Cellular & holdfast.v1.Cellular.$Shape} Cellular
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Cellular & holdfast.v1.Cellular.$Shape;
        }

        namespace Cellular {

            /** Properties of a Cellular. */
            interface $Properties {

                /** Cellular apn */
                apn?: string;

                /** Cellular username */
                username?: string;

                /** Cellular password */
                password?: string;

                /** Cellular passwordSecret */
                passwordSecret?: string;

                /** Cellular pin */
                pin?: string;

                /** Cellular pinSecret */
                pinSecret?: string;

                /** Cellular homeOnly */
                homeOnly?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Cellular. */
            type $Shape = holdfast.v1.Cellular.$Properties;
        }

        /**
         * Properties of a Vlan.
         * @deprecated Use holdfast.v1.Vlan.$Properties instead.
         */
        interface IVlan extends holdfast.v1.Vlan.$Properties {
        }

        /** Represents a Vlan. */
        class Vlan {

            /**
             * Constructs a new Vlan.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Vlan.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Vlan id. */
            id: number;

            /** Vlan parent. */
            parent: string;

            /**
             * Encodes the specified Vlan message. Does not implicitly {@link holdfast.v1.Vlan.verify|verify} messages.
             * @param message Vlan message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Vlan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Vlan message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Vlan & holdfast.v1.Vlan.$Shape} Vlan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Vlan & holdfast.v1.Vlan.$Shape;
        }

        namespace Vlan {

            /** Properties of a Vlan. */
            interface $Properties {

                /** Vlan id */
                id?: number;

                /** Vlan parent */
                parent?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Vlan. */
            type $Shape = holdfast.v1.Vlan.$Properties;
        }

        /** IpMethod enum. */
        enum IpMethod {

            /** IP_METHOD_UNSPECIFIED value */
            IP_METHOD_UNSPECIFIED = 0,

            /** IP_METHOD_AUTO value */
            IP_METHOD_AUTO = 1,

            /** IP_METHOD_STATIC value */
            IP_METHOD_STATIC = 2,

            /** IP_METHOD_OFF value */
            IP_METHOD_OFF = 3
        }

        /**
         * Properties of an IpConfig.
         * @deprecated Use holdfast.v1.IpConfig.$Properties instead.
         */
        interface IIpConfig extends holdfast.v1.IpConfig.$Properties {
        }

        /** Represents an IpConfig. */
        class IpConfig {

            /**
             * Constructs a new IpConfig.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.IpConfig.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** IpConfig method. */
            method: holdfast.v1.IpMethod;

            /** IpConfig addresses. */
            addresses: string[];

            /** IpConfig gateway. */
            gateway: string;

            /** IpConfig dns. */
            dns: string[];

            /** IpConfig dnsSearch. */
            dnsSearch: string[];

            /** IpConfig routes. */
            routes: holdfast.v1.Route[];

            /** IpConfig ignoreAutoDns. */
            ignoreAutoDns: boolean;

            /**
             * Encodes the specified IpConfig message. Does not implicitly {@link holdfast.v1.IpConfig.verify|verify} messages.
             * @param message IpConfig message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.IpConfig.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an IpConfig message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.IpConfig & holdfast.v1.IpConfig.$Shape} IpConfig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.IpConfig & holdfast.v1.IpConfig.$Shape;
        }

        namespace IpConfig {

            /** Properties of an IpConfig. */
            interface $Properties {

                /** IpConfig method */
                method?: holdfast.v1.IpMethod;

                /** IpConfig addresses */
                addresses?: string[];

                /** IpConfig gateway */
                gateway?: string;

                /** IpConfig dns */
                dns?: string[];

                /** IpConfig dnsSearch */
                dnsSearch?: string[];

                /** IpConfig routes */
                routes?: holdfast.v1.Route.$Properties[];

                /** IpConfig ignoreAutoDns */
                ignoreAutoDns?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an IpConfig. */
            type $Shape = holdfast.v1.IpConfig.$Properties;
        }

        /**
         * Properties of a Route.
         * @deprecated Use holdfast.v1.Route.$Properties instead.
         */
        interface IRoute extends holdfast.v1.Route.$Properties {
        }

        /** Represents a Route. */
        class Route {

            /**
             * Constructs a new Route.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Route.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Route destination. */
            destination: string;

            /** Route gateway. */
            gateway: string;

            /** Route metric. */
            metric: number;

            /**
             * Encodes the specified Route message. Does not implicitly {@link holdfast.v1.Route.verify|verify} messages.
             * @param message Route message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Route.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Route message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Route & holdfast.v1.Route.$Shape} Route
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Route & holdfast.v1.Route.$Shape;
        }

        namespace Route {

            /** Properties of a Route. */
            interface $Properties {

                /** Route destination */
                destination?: string;

                /** Route gateway */
                gateway?: string;

                /** Route metric */
                metric?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Route. */
            type $Shape = holdfast.v1.Route.$Properties;
        }

        /**
         * Properties of a NetworkProxy.
         * @deprecated Use holdfast.v1.NetworkProxy.$Properties instead.
         */
        interface INetworkProxy extends holdfast.v1.NetworkProxy.$Properties {
        }

        /** Represents a NetworkProxy. */
        class NetworkProxy {

            /**
             * Constructs a new NetworkProxy.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.NetworkProxy.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NetworkProxy url. */
            url: string;

            /** NetworkProxy username. */
            username: string;

            /** NetworkProxy password. */
            password: string;

            /** NetworkProxy passwordSecret. */
            passwordSecret: string;

            /**
             * Encodes the specified NetworkProxy message. Does not implicitly {@link holdfast.v1.NetworkProxy.verify|verify} messages.
             * @param message NetworkProxy message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.NetworkProxy.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NetworkProxy message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkProxy & holdfast.v1.NetworkProxy.$Shape} NetworkProxy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.NetworkProxy & holdfast.v1.NetworkProxy.$Shape;
        }

        namespace NetworkProxy {

            /** Properties of a NetworkProxy. */
            interface $Properties {

                /** NetworkProxy url */
                url?: string;

                /** NetworkProxy username */
                username?: string;

                /** NetworkProxy password */
                password?: string;

                /** NetworkProxy passwordSecret */
                passwordSecret?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NetworkProxy. */
            type $Shape = holdfast.v1.NetworkProxy.$Properties;
        }

        /**
         * Properties of a Failover.
         * @deprecated Use holdfast.v1.Failover.$Properties instead.
         */
        interface IFailover extends holdfast.v1.Failover.$Properties {
        }

        /** Represents a Failover. */
        class Failover {

            /**
             * Constructs a new Failover.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Failover.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Failover afterMs. */
            afterMs: number;

            /** Failover backAfterMs. */
            backAfterMs: number;

            /**
             * Encodes the specified Failover message. Does not implicitly {@link holdfast.v1.Failover.verify|verify} messages.
             * @param message Failover message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Failover.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Failover message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Failover & holdfast.v1.Failover.$Shape} Failover
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Failover & holdfast.v1.Failover.$Shape;
        }

        namespace Failover {

            /** Properties of a Failover. */
            interface $Properties {

                /** Failover afterMs */
                afterMs?: number;

                /** Failover backAfterMs */
                backAfterMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Failover. */
            type $Shape = holdfast.v1.Failover.$Properties;
        }

        /**
         * Properties of a NetworkReport.
         * @deprecated Use holdfast.v1.NetworkReport.$Properties instead.
         */
        interface INetworkReport extends holdfast.v1.NetworkReport.$Properties {
        }

        /** Represents a NetworkReport. */
        class NetworkReport {

            /**
             * Constructs a new NetworkReport.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.NetworkReport.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NetworkReport links. */
            links: holdfast.v1.LinkStatus[];

            /** NetworkReport main. */
            main: string;

            /** NetworkReport internet. */
            internet: string;

            /** NetworkReport connections. */
            connections: number;

            /** NetworkReport lostCode. */
            lostCode: string;

            /** NetworkReport lostMessage. */
            lostMessage: string;

            /** NetworkReport roundTripMs. */
            roundTripMs: number;

            /** NetworkReport clock. */
            clock: string;

            /**
             * Encodes the specified NetworkReport message. Does not implicitly {@link holdfast.v1.NetworkReport.verify|verify} messages.
             * @param message NetworkReport message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.NetworkReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NetworkReport message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkReport & holdfast.v1.NetworkReport.$Shape} NetworkReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.NetworkReport & holdfast.v1.NetworkReport.$Shape;
        }

        namespace NetworkReport {

            /** Properties of a NetworkReport. */
            interface $Properties {

                /** NetworkReport links */
                links?: holdfast.v1.LinkStatus.$Properties[];

                /** NetworkReport main */
                main?: string;

                /** NetworkReport internet */
                internet?: string;

                /** NetworkReport connections */
                connections?: number;

                /** NetworkReport lostCode */
                lostCode?: string;

                /** NetworkReport lostMessage */
                lostMessage?: string;

                /** NetworkReport roundTripMs */
                roundTripMs?: number;

                /** NetworkReport clock */
                clock?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NetworkReport. */
            type $Shape = holdfast.v1.NetworkReport.$Properties;
        }

        /**
         * Properties of a LinkStatus.
         * @deprecated Use holdfast.v1.LinkStatus.$Properties instead.
         */
        interface ILinkStatus extends holdfast.v1.LinkStatus.$Properties {
        }

        /** Represents a LinkStatus. */
        class LinkStatus {

            /**
             * Constructs a new LinkStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.LinkStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LinkStatus name. */
            name: string;

            /** LinkStatus kind. */
            kind: string;

            /** LinkStatus up. */
            up: boolean;

            /** LinkStatus addresses. */
            addresses: string[];

            /** LinkStatus gateway. */
            gateway: string;

            /** LinkStatus metric. */
            metric: number;

            /** LinkStatus hasRoute. */
            hasRoute: boolean;

            /** LinkStatus metered. */
            metered: boolean;

            /** LinkStatus signalDbm. */
            signalDbm: number;

            /** LinkStatus rxBytes. */
            rxBytes: number;

            /** LinkStatus txBytes. */
            txBytes: number;

            /** LinkStatus setBack. */
            setBack: boolean;

            /** LinkStatus modem. */
            modem: holdfast.v1.ModemStatus;

            /**
             * Encodes the specified LinkStatus message. Does not implicitly {@link holdfast.v1.LinkStatus.verify|verify} messages.
             * @param message LinkStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.LinkStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LinkStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.LinkStatus & holdfast.v1.LinkStatus.$Shape} LinkStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.LinkStatus & holdfast.v1.LinkStatus.$Shape;
        }

        namespace LinkStatus {

            /** Properties of a LinkStatus. */
            interface $Properties {

                /** LinkStatus name */
                name?: string;

                /** LinkStatus kind */
                kind?: string;

                /** LinkStatus up */
                up?: boolean;

                /** LinkStatus addresses */
                addresses?: string[];

                /** LinkStatus gateway */
                gateway?: string;

                /** LinkStatus metric */
                metric?: number;

                /** LinkStatus hasRoute */
                hasRoute?: boolean;

                /** LinkStatus metered */
                metered?: boolean;

                /** LinkStatus signalDbm */
                signalDbm?: number;

                /** LinkStatus rxBytes */
                rxBytes?: number;

                /** LinkStatus txBytes */
                txBytes?: number;

                /** LinkStatus setBack */
                setBack?: boolean;

                /** LinkStatus modem */
                modem?: holdfast.v1.ModemStatus.$Properties;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LinkStatus. */
            type $Shape = holdfast.v1.LinkStatus.$Properties;
        }

        /**
         * Properties of a ModemStatus.
         * @deprecated Use holdfast.v1.ModemStatus.$Properties instead.
         */
        interface IModemStatus extends holdfast.v1.ModemStatus.$Properties {
        }

        /** Represents a ModemStatus. */
        class ModemStatus {

            /**
             * Constructs a new ModemStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ModemStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ModemStatus state. */
            state: string;

            /** ModemStatus registration. */
            registration: string;

            /** ModemStatus operator. */
            operator: string;

            /** ModemStatus technology. */
            technology: string;

            /** ModemStatus qualityPercent. */
            qualityPercent: number;

            /**
             * Encodes the specified ModemStatus message. Does not implicitly {@link holdfast.v1.ModemStatus.verify|verify} messages.
             * @param message ModemStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ModemStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ModemStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ModemStatus & holdfast.v1.ModemStatus.$Shape} ModemStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ModemStatus & holdfast.v1.ModemStatus.$Shape;
        }

        namespace ModemStatus {

            /** Properties of a ModemStatus. */
            interface $Properties {

                /** ModemStatus state */
                state?: string;

                /** ModemStatus registration */
                registration?: string;

                /** ModemStatus operator */
                operator?: string;

                /** ModemStatus technology */
                technology?: string;

                /** ModemStatus qualityPercent */
                qualityPercent?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ModemStatus. */
            type $Shape = holdfast.v1.ModemStatus.$Properties;
        }

        /**
         * Properties of a NetworkChange.
         * @deprecated Use holdfast.v1.NetworkChange.$Properties instead.
         */
        interface INetworkChange extends holdfast.v1.NetworkChange.$Properties {
        }

        /** Represents a NetworkChange. */
        class NetworkChange {

            /**
             * Constructs a new NetworkChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.NetworkChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** NetworkChange state. */
            state: string;

            /** NetworkChange wanted. */
            wanted: string;

            /** NetworkChange inForce. */
            inForce: string;

            /** NetworkChange code. */
            code: string;

            /** NetworkChange message. */
            message: string;

            /**
             * Encodes the specified NetworkChange message. Does not implicitly {@link holdfast.v1.NetworkChange.verify|verify} messages.
             * @param message NetworkChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.NetworkChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a NetworkChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkChange & holdfast.v1.NetworkChange.$Shape} NetworkChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.NetworkChange & holdfast.v1.NetworkChange.$Shape;
        }

        namespace NetworkChange {

            /** Properties of a NetworkChange. */
            interface $Properties {

                /** NetworkChange state */
                state?: string;

                /** NetworkChange wanted */
                wanted?: string;

                /** NetworkChange inForce */
                inForce?: string;

                /** NetworkChange code */
                code?: string;

                /** NetworkChange message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a NetworkChange. */
            type $Shape = holdfast.v1.NetworkChange.$Properties;
        }

        /** RolloutState enum. */
        enum RolloutState {

            /** ROLLOUT_STATE_UNSPECIFIED value */
            ROLLOUT_STATE_UNSPECIFIED = 0,

            /** ROLLOUT_STATE_GO value */
            ROLLOUT_STATE_GO = 1,

            /** ROLLOUT_STATE_PAUSED value */
            ROLLOUT_STATE_PAUSED = 2,

            /** ROLLOUT_STATE_REVERT value */
            ROLLOUT_STATE_REVERT = 3
        }

        /**
         * Properties of a Rollout.
         * @deprecated Use holdfast.v1.Rollout.$Properties instead.
         */
        interface IRollout extends holdfast.v1.Rollout.$Properties {
        }

        /** Represents a Rollout. */
        class Rollout {

            /**
             * Constructs a new Rollout.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Rollout.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Rollout fleet. */
            fleet: string;

            /** Rollout epoch. */
            epoch: number;

            /** Rollout revision. */
            revision: number;

            /** Rollout state. */
            state: holdfast.v1.RolloutState;

            /** Rollout share. */
            share: number;

            /** Rollout issuedAtMs. */
            issuedAtMs: number;

            /** Rollout freshForMs. */
            freshForMs: number;

            /** Rollout devices. */
            devices: string[];

            /**
             * Encodes the specified Rollout message. Does not implicitly {@link holdfast.v1.Rollout.verify|verify} messages.
             * @param message Rollout message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Rollout.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Rollout message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Rollout & holdfast.v1.Rollout.$Shape} Rollout
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Rollout & holdfast.v1.Rollout.$Shape;
        }

        namespace Rollout {

            /** Properties of a Rollout. */
            interface $Properties {

                /** Rollout fleet */
                fleet?: string;

                /** Rollout epoch */
                epoch?: number;

                /** Rollout revision */
                revision?: number;

                /** Rollout state */
                state?: holdfast.v1.RolloutState;

                /** Rollout share */
                share?: number;

                /** Rollout issuedAtMs */
                issuedAtMs?: number;

                /** Rollout freshForMs */
                freshForMs?: number;

                /** Rollout devices */
                devices?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Rollout. */
            type $Shape = holdfast.v1.Rollout.$Properties;
        }

        /**
         * Properties of a Report.
         * @deprecated Use holdfast.v1.Report.$Properties instead.
         */
        interface IReport extends holdfast.v1.Report.$Properties {
        }

        /** Represents a Report. */
        class Report {

            /**
             * Constructs a new Report.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Report.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Report device. */
            device: string;

            /** Report fleet. */
            fleet: string;

            /** Report sequence. */
            sequence: number;

            /** Report bootId. */
            bootId: string;

            /** Report agentVersion. */
            agentVersion: string;

            /** Report atMs. */
            atMs: number;

            /** Report phase. */
            phase: string;

            /** Report current. */
            current: holdfast.v1.Running;

            /** Report target. */
            target: holdfast.v1.Running;

            /** Report blockers. */
            blockers: holdfast.v1.Blocker[];

            /** Report services. */
            services: holdfast.v1.ServiceStatus[];

            /** Report refused. */
            refused: holdfast.v1.Refusal[];

            /** Report progress. */
            progress: holdfast.v1.Progress;

            /** Report host. */
            host: holdfast.v1.Host;

            /** Report counters. */
            counters: { [k: string]: number };

            /** Report recovered. */
            recovered: string[];

            /** Report stopped. */
            stopped: holdfast.v1.Stopped[];

            /** Report hold. */
            hold: holdfast.v1.Hold;

            /** Report trustVersion. */
            trustVersion: number;

            /** Report encryptionKey. */
            encryptionKey: Uint8Array;

            /** Report secretsRevision. */
            secretsRevision: number;

            /** Report network. */
            network: holdfast.v1.NetworkReport;

            /** Report networkChange. */
            networkChange: holdfast.v1.NetworkChange;

            /** Report usage. */
            usage: holdfast.v1.Usage;

            /** Report outcomes. */
            outcomes: holdfast.v1.UpdateOutcome[];

            /** Report bundle. */
            bundle: holdfast.v1.BundleState;

            /** Report pinned. */
            pinned: boolean;

            /** Report fetches. */
            fetches: holdfast.v1.ImageFetch[];

            /** Report fill. */
            fill: Uint8Array;

            /**
             * Encodes the specified Report message. Does not implicitly {@link holdfast.v1.Report.verify|verify} messages.
             * @param message Report message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Report.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Report message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Report & holdfast.v1.Report.$Shape} Report
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Report & holdfast.v1.Report.$Shape;
        }

        namespace Report {

            /** Properties of a Report. */
            interface $Properties {

                /** Report device */
                device?: string;

                /** Report fleet */
                fleet?: string;

                /** Report sequence */
                sequence?: number;

                /** Report bootId */
                bootId?: string;

                /** Report agentVersion */
                agentVersion?: string;

                /** Report atMs */
                atMs?: number;

                /** Report phase */
                phase?: string;

                /** Report current */
                current?: holdfast.v1.Running.$Properties;

                /** Report target */
                target?: holdfast.v1.Running.$Properties;

                /** Report blockers */
                blockers?: holdfast.v1.Blocker.$Properties[];

                /** Report services */
                services?: holdfast.v1.ServiceStatus.$Properties[];

                /** Report refused */
                refused?: holdfast.v1.Refusal.$Properties[];

                /** Report progress */
                progress?: holdfast.v1.Progress.$Properties;

                /** Report host */
                host?: holdfast.v1.Host.$Properties;

                /** Report counters */
                counters?: { [k: string]: number };

                /** Report recovered */
                recovered?: string[];

                /** Report stopped */
                stopped?: holdfast.v1.Stopped.$Properties[];

                /** Report hold */
                hold?: holdfast.v1.Hold.$Properties;

                /** Report trustVersion */
                trustVersion?: number;

                /** Report encryptionKey */
                encryptionKey?: Uint8Array;

                /** Report secretsRevision */
                secretsRevision?: number;

                /** Report network */
                network?: holdfast.v1.NetworkReport.$Properties;

                /** Report networkChange */
                networkChange?: holdfast.v1.NetworkChange.$Properties;

                /** Report usage */
                usage?: holdfast.v1.Usage.$Properties;

                /** Report outcomes */
                outcomes?: holdfast.v1.UpdateOutcome.$Properties[];

                /** Report bundle */
                bundle?: holdfast.v1.BundleState.$Properties;

                /** Report pinned */
                pinned?: boolean;

                /** Report fetches */
                fetches?: holdfast.v1.ImageFetch.$Properties[];

                /** Report fill */
                fill?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Report. */
            type $Shape = holdfast.v1.Report.$Properties;
        }

        /**
         * Properties of an ImageFetch.
         * @deprecated Use holdfast.v1.ImageFetch.$Properties instead.
         */
        interface IImageFetch extends holdfast.v1.ImageFetch.$Properties {
        }

        /** Represents an ImageFetch. */
        class ImageFetch {

            /**
             * Constructs a new ImageFetch.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ImageFetch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ImageFetch image. */
            image: string;

            /** ImageFetch way. */
            way: string;

            /** ImageFetch deltaBytes. */
            deltaBytes: number;

            /** ImageFetch missingBytes. */
            missingBytes: number;

            /** ImageFetch wholeBytes. */
            wholeBytes: number;

            /** ImageFetch diskPeakBytes. */
            diskPeakBytes: number;

            /** ImageFetch memoryBytes. */
            memoryBytes: number;

            /** ImageFetch whyNoDelta. */
            whyNoDelta: string;

            /** ImageFetch fetchedBytes. */
            fetchedBytes: number;

            /** ImageFetch excessBytes. */
            excessBytes: number;

            /** ImageFetch fallbacks. */
            fallbacks: holdfast.v1.FetchFallback[];

            /** ImageFetch neighbourBytes. */
            neighbourBytes: number;

            /**
             * Encodes the specified ImageFetch message. Does not implicitly {@link holdfast.v1.ImageFetch.verify|verify} messages.
             * @param message ImageFetch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ImageFetch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an ImageFetch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ImageFetch & holdfast.v1.ImageFetch.$Shape} ImageFetch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ImageFetch & holdfast.v1.ImageFetch.$Shape;
        }

        namespace ImageFetch {

            /** Properties of an ImageFetch. */
            interface $Properties {

                /** ImageFetch image */
                image?: string;

                /** ImageFetch way */
                way?: string;

                /** ImageFetch deltaBytes */
                deltaBytes?: number;

                /** ImageFetch missingBytes */
                missingBytes?: number;

                /** ImageFetch wholeBytes */
                wholeBytes?: number;

                /** ImageFetch diskPeakBytes */
                diskPeakBytes?: number;

                /** ImageFetch memoryBytes */
                memoryBytes?: number;

                /** ImageFetch whyNoDelta */
                whyNoDelta?: string;

                /** ImageFetch fetchedBytes */
                fetchedBytes?: number;

                /** ImageFetch excessBytes */
                excessBytes?: number;

                /** ImageFetch fallbacks */
                fallbacks?: holdfast.v1.FetchFallback.$Properties[];

                /** ImageFetch neighbourBytes */
                neighbourBytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an ImageFetch. */
            type $Shape = holdfast.v1.ImageFetch.$Properties;
        }

        /**
         * Properties of a FetchFallback.
         * @deprecated Use holdfast.v1.FetchFallback.$Properties instead.
         */
        interface IFetchFallback extends holdfast.v1.FetchFallback.$Properties {
        }

        /** Represents a FetchFallback. */
        class FetchFallback {

            /**
             * Constructs a new FetchFallback.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.FetchFallback.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FetchFallback way. */
            way: string;

            /** FetchFallback code. */
            code: string;

            /** FetchFallback message. */
            message: string;

            /**
             * Encodes the specified FetchFallback message. Does not implicitly {@link holdfast.v1.FetchFallback.verify|verify} messages.
             * @param message FetchFallback message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.FetchFallback.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FetchFallback message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.FetchFallback & holdfast.v1.FetchFallback.$Shape} FetchFallback
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.FetchFallback & holdfast.v1.FetchFallback.$Shape;
        }

        namespace FetchFallback {

            /** Properties of a FetchFallback. */
            interface $Properties {

                /** FetchFallback way */
                way?: string;

                /** FetchFallback code */
                code?: string;

                /** FetchFallback message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FetchFallback. */
            type $Shape = holdfast.v1.FetchFallback.$Properties;
        }

        /**
         * Properties of a BundleState.
         * @deprecated Use holdfast.v1.BundleState.$Properties instead.
         */
        interface IBundleState extends holdfast.v1.BundleState.$Properties {
        }

        /** Represents a BundleState. */
        class BundleState {

            /**
             * Constructs a new BundleState.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.BundleState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BundleState path. */
            path: string;

            /** BundleState epoch. */
            epoch: number;

            /** BundleState outcome. */
            outcome: string;

            /** BundleState code. */
            code: string;

            /** BundleState message. */
            message: string;

            /**
             * Encodes the specified BundleState message. Does not implicitly {@link holdfast.v1.BundleState.verify|verify} messages.
             * @param message BundleState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.BundleState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BundleState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.BundleState & holdfast.v1.BundleState.$Shape} BundleState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.BundleState & holdfast.v1.BundleState.$Shape;
        }

        namespace BundleState {

            /** Properties of a BundleState. */
            interface $Properties {

                /** BundleState path */
                path?: string;

                /** BundleState epoch */
                epoch?: number;

                /** BundleState outcome */
                outcome?: string;

                /** BundleState code */
                code?: string;

                /** BundleState message */
                message?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BundleState. */
            type $Shape = holdfast.v1.BundleState.$Properties;
        }

        /**
         * Properties of a Usage.
         * @deprecated Use holdfast.v1.Usage.$Properties instead.
         */
        interface IUsage extends holdfast.v1.Usage.$Properties {
        }

        /** Represents a Usage. */
        class Usage {

            /**
             * Constructs a new Usage.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Usage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Usage link. */
            link: string;

            /** Usage metered. */
            metered: boolean;

            /** Usage counts. */
            counts: holdfast.v1.ByteCount[];

            /** Usage budgets. */
            budgets: holdfast.v1.BudgetUse[];

            /**
             * Encodes the specified Usage message. Does not implicitly {@link holdfast.v1.Usage.verify|verify} messages.
             * @param message Usage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Usage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Usage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Usage & holdfast.v1.Usage.$Shape} Usage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Usage & holdfast.v1.Usage.$Shape;
        }

        namespace Usage {

            /** Properties of a Usage. */
            interface $Properties {

                /** Usage link */
                link?: string;

                /** Usage metered */
                metered?: boolean;

                /** Usage counts */
                counts?: holdfast.v1.ByteCount.$Properties[];

                /** Usage budgets */
                budgets?: holdfast.v1.BudgetUse.$Properties[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Usage. */
            type $Shape = holdfast.v1.Usage.$Properties;
        }

        /**
         * Properties of a ByteCount.
         * @deprecated Use holdfast.v1.ByteCount.$Properties instead.
         */
        interface IByteCount extends holdfast.v1.ByteCount.$Properties {
        }

        /** Represents a ByteCount. */
        class ByteCount {

            /**
             * Constructs a new ByteCount.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ByteCount.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ByteCount class. */
            class: holdfast.v1.ByteClass;

            /** ByteCount link. */
            link: string;

            /** ByteCount metered. */
            metered: boolean;

            /** ByteCount dayBytes. */
            dayBytes: number;

            /** ByteCount monthBytes. */
            monthBytes: number;

            /**
             * Encodes the specified ByteCount message. Does not implicitly {@link holdfast.v1.ByteCount.verify|verify} messages.
             * @param message ByteCount message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ByteCount.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ByteCount message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ByteCount & holdfast.v1.ByteCount.$Shape} ByteCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ByteCount & holdfast.v1.ByteCount.$Shape;
        }

        namespace ByteCount {

            /** Properties of a ByteCount. */
            interface $Properties {

                /** ByteCount class */
                "class"?: holdfast.v1.ByteClass;

                /** ByteCount link */
                link?: string;

                /** ByteCount metered */
                metered?: boolean;

                /** ByteCount dayBytes */
                dayBytes?: number;

                /** ByteCount monthBytes */
                monthBytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ByteCount. */
            type $Shape = holdfast.v1.ByteCount.$Properties;
        }

        /**
         * Properties of a BudgetUse.
         * @deprecated Use holdfast.v1.BudgetUse.$Properties instead.
         */
        interface IBudgetUse extends holdfast.v1.BudgetUse.$Properties {
        }

        /** Represents a BudgetUse. */
        class BudgetUse {

            /**
             * Constructs a new BudgetUse.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.BudgetUse.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BudgetUse budget. */
            budget: holdfast.v1.ByteBudget;

            /** BudgetUse dayBytes. */
            dayBytes: number;

            /** BudgetUse monthBytes. */
            monthBytes: number;

            /** BudgetUse wholeAtMs. */
            wholeAtMs: number;

            /**
             * Encodes the specified BudgetUse message. Does not implicitly {@link holdfast.v1.BudgetUse.verify|verify} messages.
             * @param message BudgetUse message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.BudgetUse.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BudgetUse message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.BudgetUse & holdfast.v1.BudgetUse.$Shape} BudgetUse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.BudgetUse & holdfast.v1.BudgetUse.$Shape;
        }

        namespace BudgetUse {

            /** Properties of a BudgetUse. */
            interface $Properties {

                /** BudgetUse budget */
                budget?: holdfast.v1.ByteBudget.$Properties;

                /** BudgetUse dayBytes */
                dayBytes?: number;

                /** BudgetUse monthBytes */
                monthBytes?: number;

                /** BudgetUse wholeAtMs */
                wholeAtMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BudgetUse. */
            type $Shape = holdfast.v1.BudgetUse.$Properties;
        }

        /**
         * Properties of an UpdateOutcome.
         * @deprecated Use holdfast.v1.UpdateOutcome.$Properties instead.
         */
        interface IUpdateOutcome extends holdfast.v1.UpdateOutcome.$Properties {
        }

        /** Represents an UpdateOutcome. */
        class UpdateOutcome {

            /**
             * Constructs a new UpdateOutcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.UpdateOutcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateOutcome number. */
            number: number;

            /** UpdateOutcome outcome. */
            outcome: string;

            /** UpdateOutcome epoch. */
            epoch: number;

            /** UpdateOutcome version. */
            version: string;

            /** UpdateOutcome code. */
            code: string;

            /** UpdateOutcome message. */
            message: string;

            /** UpdateOutcome atMs. */
            atMs: number;

            /**
             * Encodes the specified UpdateOutcome message. Does not implicitly {@link holdfast.v1.UpdateOutcome.verify|verify} messages.
             * @param message UpdateOutcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.UpdateOutcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateOutcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.UpdateOutcome & holdfast.v1.UpdateOutcome.$Shape} UpdateOutcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.UpdateOutcome & holdfast.v1.UpdateOutcome.$Shape;
        }

        namespace UpdateOutcome {

            /** Properties of an UpdateOutcome. */
            interface $Properties {

                /** UpdateOutcome number */
                number?: number;

                /** UpdateOutcome outcome */
                outcome?: string;

                /** UpdateOutcome epoch */
                epoch?: number;

                /** UpdateOutcome version */
                version?: string;

                /** UpdateOutcome code */
                code?: string;

                /** UpdateOutcome message */
                message?: string;

                /** UpdateOutcome atMs */
                atMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateOutcome. */
            type $Shape = holdfast.v1.UpdateOutcome.$Properties;
        }

        /**
         * Properties of a Stopped.
         * @deprecated Use holdfast.v1.Stopped.$Properties instead.
         */
        interface IStopped extends holdfast.v1.Stopped.$Properties {
        }

        /** Represents a Stopped. */
        class Stopped {

            /**
             * Constructs a new Stopped.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Stopped.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Stopped service. */
            service: string;

            /** Stopped forMs. */
            forMs: number;

            /**
             * Encodes the specified Stopped message. Does not implicitly {@link holdfast.v1.Stopped.verify|verify} messages.
             * @param message Stopped message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Stopped.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Stopped message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Stopped & holdfast.v1.Stopped.$Shape} Stopped
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Stopped & holdfast.v1.Stopped.$Shape;
        }

        namespace Stopped {

            /** Properties of a Stopped. */
            interface $Properties {

                /** Stopped service */
                service?: string;

                /** Stopped forMs */
                forMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Stopped. */
            type $Shape = holdfast.v1.Stopped.$Properties;
        }

        /**
         * Properties of a Running.
         * @deprecated Use holdfast.v1.Running.$Properties instead.
         */
        interface IRunning extends holdfast.v1.Running.$Properties {
        }

        /** Represents a Running. */
        class Running {

            /**
             * Constructs a new Running.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Running.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Running epoch. */
            epoch: number;

            /** Running releaseId. */
            releaseId: string;

            /** Running name. */
            name: string;

            /** Running version. */
            version: string;

            /**
             * Encodes the specified Running message. Does not implicitly {@link holdfast.v1.Running.verify|verify} messages.
             * @param message Running message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Running.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Running message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Running & holdfast.v1.Running.$Shape} Running
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Running & holdfast.v1.Running.$Shape;
        }

        namespace Running {

            /** Properties of a Running. */
            interface $Properties {

                /** Running epoch */
                epoch?: number;

                /** Running releaseId */
                releaseId?: string;

                /** Running name */
                name?: string;

                /** Running version */
                version?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Running. */
            type $Shape = holdfast.v1.Running.$Properties;
        }

        /**
         * Properties of a Blocker.
         * @deprecated Use holdfast.v1.Blocker.$Properties instead.
         */
        interface IBlocker extends holdfast.v1.Blocker.$Properties {
        }

        /** Represents a Blocker. */
        class Blocker {

            /**
             * Constructs a new Blocker.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Blocker.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Blocker kind. */
            kind: string;

            /** Blocker code. */
            code: string;

            /** Blocker message. */
            message: string;

            /** Blocker gate. */
            gate: string;

            /** Blocker service. */
            service: string;

            /**
             * Encodes the specified Blocker message. Does not implicitly {@link holdfast.v1.Blocker.verify|verify} messages.
             * @param message Blocker message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Blocker.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Blocker message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Blocker & holdfast.v1.Blocker.$Shape} Blocker
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Blocker & holdfast.v1.Blocker.$Shape;
        }

        namespace Blocker {

            /** Properties of a Blocker. */
            interface $Properties {

                /** Blocker kind */
                kind?: string;

                /** Blocker code */
                code?: string;

                /** Blocker message */
                message?: string;

                /** Blocker gate */
                gate?: string;

                /** Blocker service */
                service?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Blocker. */
            type $Shape = holdfast.v1.Blocker.$Properties;
        }

        /** Health enum. */
        enum Health {

            /** HEALTH_UNSPECIFIED value */
            HEALTH_UNSPECIFIED = 0,

            /** HEALTH_NONE value */
            HEALTH_NONE = 1,

            /** HEALTH_STARTING value */
            HEALTH_STARTING = 2,

            /** HEALTH_HEALTHY value */
            HEALTH_HEALTHY = 3,

            /** HEALTH_UNHEALTHY value */
            HEALTH_UNHEALTHY = 4
        }

        /**
         * Properties of a ServiceStatus.
         * @deprecated Use holdfast.v1.ServiceStatus.$Properties instead.
         */
        interface IServiceStatus extends holdfast.v1.ServiceStatus.$Properties {
        }

        /** Represents a ServiceStatus. */
        class ServiceStatus {

            /**
             * Constructs a new ServiceStatus.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ServiceStatus.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServiceStatus service. */
            service: string;

            /** ServiceStatus state. */
            state: string;

            /** ServiceStatus health. */
            health: holdfast.v1.Health;

            /** ServiceStatus image. */
            image: string;

            /** ServiceStatus exitCode. */
            exitCode: number;

            /** ServiceStatus restarts. */
            restarts: number;

            /** ServiceStatus containerId. */
            containerId: string;

            /**
             * Encodes the specified ServiceStatus message. Does not implicitly {@link holdfast.v1.ServiceStatus.verify|verify} messages.
             * @param message ServiceStatus message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ServiceStatus.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServiceStatus message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ServiceStatus & holdfast.v1.ServiceStatus.$Shape} ServiceStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ServiceStatus & holdfast.v1.ServiceStatus.$Shape;
        }

        namespace ServiceStatus {

            /** Properties of a ServiceStatus. */
            interface $Properties {

                /** ServiceStatus service */
                service?: string;

                /** ServiceStatus state */
                state?: string;

                /** ServiceStatus health */
                health?: holdfast.v1.Health;

                /** ServiceStatus image */
                image?: string;

                /** ServiceStatus exitCode */
                exitCode?: number;

                /** ServiceStatus restarts */
                restarts?: number;

                /** ServiceStatus containerId */
                containerId?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServiceStatus. */
            type $Shape = holdfast.v1.ServiceStatus.$Properties;
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use holdfast.v1.Refusal.$Properties instead.
         */
        interface IRefusal extends holdfast.v1.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal epoch. */
            epoch: number;

            /** Refusal code. */
            code: string;

            /** Refusal message. */
            message: string;

            /** Refusal releaseId. */
            releaseId: string;

            /** Refusal logTail. */
            logTail: string[];

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link holdfast.v1.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Refusal & holdfast.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Refusal & holdfast.v1.Refusal.$Shape;
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal epoch */
                epoch?: number;

                /** Refusal code */
                code?: string;

                /** Refusal message */
                message?: string;

                /** Refusal releaseId */
                releaseId?: string;

                /** Refusal logTail */
                logTail?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = holdfast.v1.Refusal.$Properties;
        }

        /**
         * Properties of a Progress.
         * @deprecated Use holdfast.v1.Progress.$Properties instead.
         */
        interface IProgress extends holdfast.v1.Progress.$Properties {
        }

        /** Represents a Progress. */
        class Progress {

            /**
             * Constructs a new Progress.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Progress.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Progress step. */
            step: string;

            /** Progress doneBytes. */
            doneBytes: number;

            /** Progress totalBytes. */
            totalBytes: number;

            /** Progress percent. */
            percent: number;

            /**
             * Encodes the specified Progress message. Does not implicitly {@link holdfast.v1.Progress.verify|verify} messages.
             * @param message Progress message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Progress.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Progress message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Progress & holdfast.v1.Progress.$Shape} Progress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Progress & holdfast.v1.Progress.$Shape;
        }

        namespace Progress {

            /** Properties of a Progress. */
            interface $Properties {

                /** Progress step */
                step?: string;

                /** Progress doneBytes */
                doneBytes?: number;

                /** Progress totalBytes */
                totalBytes?: number;

                /** Progress percent */
                percent?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Progress. */
            type $Shape = holdfast.v1.Progress.$Properties;
        }

        /**
         * Properties of a Host.
         * @deprecated Use holdfast.v1.Host.$Properties instead.
         */
        interface IHost extends holdfast.v1.Host.$Properties {
        }

        /** Represents a Host. */
        class Host {

            /**
             * Constructs a new Host.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Host.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Host architecture. */
            architecture: string;

            /** Host os. */
            os: string;

            /** Host deviceType. */
            deviceType: string;

            /** Host engineVersion. */
            engineVersion: string;

            /** Host memoryBytes. */
            memoryBytes: number;

            /** Host diskFreeBytes. */
            diskFreeBytes: number;

            /** Host diskTotalBytes. */
            diskTotalBytes: number;

            /**
             * Encodes the specified Host message. Does not implicitly {@link holdfast.v1.Host.verify|verify} messages.
             * @param message Host message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Host.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Host message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Host & holdfast.v1.Host.$Shape} Host
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Host & holdfast.v1.Host.$Shape;
        }

        namespace Host {

            /** Properties of a Host. */
            interface $Properties {

                /** Host architecture */
                architecture?: string;

                /** Host os */
                os?: string;

                /** Host deviceType */
                deviceType?: string;

                /** Host engineVersion */
                engineVersion?: string;

                /** Host memoryBytes */
                memoryBytes?: number;

                /** Host diskFreeBytes */
                diskFreeBytes?: number;

                /** Host diskTotalBytes */
                diskTotalBytes?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Host. */
            type $Shape = holdfast.v1.Host.$Properties;
        }

        /**
         * Properties of a Presence.
         * @deprecated Use holdfast.v1.Presence.$Properties instead.
         */
        interface IPresence extends holdfast.v1.Presence.$Properties {
        }

        /** Represents a Presence. */
        class Presence {

            /**
             * Constructs a new Presence.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Presence.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Presence device. */
            device: string;

            /** Presence online. */
            online: boolean;

            /** Presence bootId. */
            bootId: string;

            /** Presence connection. */
            connection: number;

            /** Presence agentVersion. */
            agentVersion: string;

            /** Presence fleet. */
            fleet: string;

            /**
             * Encodes the specified Presence message. Does not implicitly {@link holdfast.v1.Presence.verify|verify} messages.
             * @param message Presence message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Presence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Presence & holdfast.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Presence & holdfast.v1.Presence.$Shape;
        }

        namespace Presence {

            /** Properties of a Presence. */
            interface $Properties {

                /** Presence device */
                device?: string;

                /** Presence online */
                online?: boolean;

                /** Presence bootId */
                bootId?: string;

                /** Presence connection */
                connection?: number;

                /** Presence agentVersion */
                agentVersion?: string;

                /** Presence fleet */
                fleet?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Presence. */
            type $Shape = holdfast.v1.Presence.$Properties;
        }

        /**
         * Properties of a Command.
         * @deprecated Use holdfast.v1.Command.$Properties instead.
         */
        interface ICommand extends holdfast.v1.Command.$Properties {
        }

        /** Represents a Command. */
        class Command {

            /**
             * Constructs a new Command.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Command.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Command id. */
            id: string;

            /** Command budgetMs. */
            budgetMs: number;

            /** Command identify. */
            identify: (holdfast.v1.Identify|null);

            /** Command restart. */
            restart: (holdfast.v1.RestartService|null);

            /** Command hold. */
            hold: (holdfast.v1.Hold|null);

            /** Command unhold. */
            unhold: (holdfast.v1.Unhold|null);

            /** Command cancel. */
            cancel: (holdfast.v1.Cancel|null);

            /** Command revert. */
            revert: (holdfast.v1.Revert|null);

            /** Command purge. */
            purge: (holdfast.v1.Purge|null);

            /** Command reboot. */
            reboot: (holdfast.v1.Reboot|null);

            /** Command logs. */
            logs: (holdfast.v1.Logs|null);

            /** Command forgetRefusal. */
            forgetRefusal: (holdfast.v1.ForgetRefusal|null);

            /** Command flight. */
            flight: (holdfast.v1.Flight|null);

            /** Command stop. */
            stop: (holdfast.v1.StopService|null);

            /** Command start. */
            start: (holdfast.v1.StartService|null);

            /** Command shutdown. */
            shutdown: (holdfast.v1.Shutdown|null);

            /** Command run. */
            run: (holdfast.v1.Run|null);

            /** Command exec. */
            exec: (holdfast.v1.Exec|null);

            /** Command updateNow. */
            updateNow: (holdfast.v1.UpdateNow|null);

            /** Command prune. */
            prune: (holdfast.v1.Prune|null);

            /** Command action. */
            action?: ("identify"|"restart"|"hold"|"unhold"|"cancel"|"revert"|"purge"|"reboot"|"logs"|"forgetRefusal"|"flight"|"stop"|"start"|"shutdown"|"run"|"exec"|"updateNow"|"prune");

            /**
             * Encodes the specified Command message. Does not implicitly {@link holdfast.v1.Command.verify|verify} messages.
             * @param message Command message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Command.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Command & holdfast.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Command & holdfast.v1.Command.$Shape;
        }

        namespace Command {

            /** Properties of a Command. */
            interface $Properties {

                /** Command id */
                id?: string;

                /** Command budgetMs */
                budgetMs?: number;

                /** Command identify */
                identify?: (holdfast.v1.Identify.$Properties|null);

                /** Command restart */
                restart?: (holdfast.v1.RestartService.$Properties|null);

                /** Command hold */
                hold?: (holdfast.v1.Hold.$Properties|null);

                /** Command unhold */
                unhold?: (holdfast.v1.Unhold.$Properties|null);

                /** Command cancel */
                cancel?: (holdfast.v1.Cancel.$Properties|null);

                /** Command revert */
                revert?: (holdfast.v1.Revert.$Properties|null);

                /** Command purge */
                purge?: (holdfast.v1.Purge.$Properties|null);

                /** Command reboot */
                reboot?: (holdfast.v1.Reboot.$Properties|null);

                /** Command logs */
                logs?: (holdfast.v1.Logs.$Properties|null);

                /** Command forgetRefusal */
                forgetRefusal?: (holdfast.v1.ForgetRefusal.$Properties|null);

                /** Command flight */
                flight?: (holdfast.v1.Flight.$Properties|null);

                /** Command stop */
                stop?: (holdfast.v1.StopService.$Properties|null);

                /** Command start */
                start?: (holdfast.v1.StartService.$Properties|null);

                /** Command shutdown */
                shutdown?: (holdfast.v1.Shutdown.$Properties|null);

                /** Command run */
                run?: (holdfast.v1.Run.$Properties|null);

                /** Command exec */
                exec?: (holdfast.v1.Exec.$Properties|null);

                /** Command updateNow */
                updateNow?: (holdfast.v1.UpdateNow.$Properties|null);

                /** Command prune */
                prune?: (holdfast.v1.Prune.$Properties|null);

                /** Command action */
                action?: ("identify"|"restart"|"hold"|"unhold"|"cancel"|"revert"|"purge"|"reboot"|"logs"|"forgetRefusal"|"flight"|"stop"|"start"|"shutdown"|"run"|"exec"|"updateNow"|"prune");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Command. */
            type $Shape = {
              id?: string;
              budgetMs?: number;
              identify?: holdfast.v1.Identify.$Shape|null;
              restart?: holdfast.v1.RestartService.$Shape|null;
              hold?: holdfast.v1.Hold.$Shape|null;
              unhold?: holdfast.v1.Unhold.$Shape|null;
              cancel?: holdfast.v1.Cancel.$Shape|null;
              revert?: holdfast.v1.Revert.$Shape|null;
              purge?: holdfast.v1.Purge.$Shape|null;
              reboot?: holdfast.v1.Reboot.$Shape|null;
              logs?: holdfast.v1.Logs.$Shape|null;
              forgetRefusal?: holdfast.v1.ForgetRefusal.$Shape|null;
              flight?: holdfast.v1.Flight.$Shape|null;
              stop?: holdfast.v1.StopService.$Shape|null;
              start?: holdfast.v1.StartService.$Shape|null;
              shutdown?: holdfast.v1.Shutdown.$Shape|null;
              run?: holdfast.v1.Run.$Shape|null;
              exec?: holdfast.v1.Exec.$Shape|null;
              updateNow?: holdfast.v1.UpdateNow.$Shape|null;
              prune?: holdfast.v1.Prune.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ action?: undefined; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "identify"; identify: holdfast.v1.Identify.$Shape; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "restart"; identify?: null; restart: holdfast.v1.RestartService.$Shape; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "hold"; identify?: null; restart?: null; hold: holdfast.v1.Hold.$Shape; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "unhold"; identify?: null; restart?: null; hold?: null; unhold: holdfast.v1.Unhold.$Shape; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "cancel"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel: holdfast.v1.Cancel.$Shape; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "revert"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert: holdfast.v1.Revert.$Shape; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "purge"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge: holdfast.v1.Purge.$Shape; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "reboot"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot: holdfast.v1.Reboot.$Shape; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "logs"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs: holdfast.v1.Logs.$Shape; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "forgetRefusal"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal: holdfast.v1.ForgetRefusal.$Shape; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "flight"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight: holdfast.v1.Flight.$Shape; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "stop"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop: holdfast.v1.StopService.$Shape; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "start"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start: holdfast.v1.StartService.$Shape; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "shutdown"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown: holdfast.v1.Shutdown.$Shape; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "run"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run: holdfast.v1.Run.$Shape; exec?: null; updateNow?: null; prune?: null }|{ action?: "exec"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec: holdfast.v1.Exec.$Shape; updateNow?: null; prune?: null }|{ action?: "updateNow"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow: holdfast.v1.UpdateNow.$Shape; prune?: null }|{ action?: "prune"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune: holdfast.v1.Prune.$Shape })
            );
        }

        /**
         * Properties of an Identify.
         * @deprecated Use holdfast.v1.Identify.$Properties instead.
         */
        interface IIdentify extends holdfast.v1.Identify.$Properties {
        }

        /** Represents an Identify. */
        class Identify {

            /**
             * Constructs a new Identify.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Identify.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Identify message. Does not implicitly {@link holdfast.v1.Identify.verify|verify} messages.
             * @param message Identify message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Identify.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Identify message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Identify & holdfast.v1.Identify.$Shape} Identify
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Identify & holdfast.v1.Identify.$Shape;
        }

        namespace Identify {

            /** Properties of an Identify. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Identify. */
            type $Shape = holdfast.v1.Identify.$Properties;
        }

        /**
         * Properties of a RestartService.
         * @deprecated Use holdfast.v1.RestartService.$Properties instead.
         */
        interface IRestartService extends holdfast.v1.RestartService.$Properties {
        }

        /** Represents a RestartService. */
        class RestartService {

            /**
             * Constructs a new RestartService.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.RestartService.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** RestartService service. */
            service: string;

            /** RestartService force. */
            force: boolean;

            /**
             * Encodes the specified RestartService message. Does not implicitly {@link holdfast.v1.RestartService.verify|verify} messages.
             * @param message RestartService message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.RestartService.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a RestartService message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.RestartService & holdfast.v1.RestartService.$Shape} RestartService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.RestartService & holdfast.v1.RestartService.$Shape;
        }

        namespace RestartService {

            /** Properties of a RestartService. */
            interface $Properties {

                /** RestartService service */
                service?: string;

                /** RestartService force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a RestartService. */
            type $Shape = holdfast.v1.RestartService.$Properties;
        }

        /**
         * Properties of a StopService.
         * @deprecated Use holdfast.v1.StopService.$Properties instead.
         */
        interface IStopService extends holdfast.v1.StopService.$Properties {
        }

        /** Represents a StopService. */
        class StopService {

            /**
             * Constructs a new StopService.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.StopService.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StopService service. */
            service: string;

            /** StopService forMs. */
            forMs: number;

            /** StopService force. */
            force: boolean;

            /**
             * Encodes the specified StopService message. Does not implicitly {@link holdfast.v1.StopService.verify|verify} messages.
             * @param message StopService message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.StopService.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StopService message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.StopService & holdfast.v1.StopService.$Shape} StopService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.StopService & holdfast.v1.StopService.$Shape;
        }

        namespace StopService {

            /** Properties of a StopService. */
            interface $Properties {

                /** StopService service */
                service?: string;

                /** StopService forMs */
                forMs?: number;

                /** StopService force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StopService. */
            type $Shape = holdfast.v1.StopService.$Properties;
        }

        /**
         * Properties of a StartService.
         * @deprecated Use holdfast.v1.StartService.$Properties instead.
         */
        interface IStartService extends holdfast.v1.StartService.$Properties {
        }

        /** Represents a StartService. */
        class StartService {

            /**
             * Constructs a new StartService.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.StartService.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** StartService service. */
            service: string;

            /**
             * Encodes the specified StartService message. Does not implicitly {@link holdfast.v1.StartService.verify|verify} messages.
             * @param message StartService message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.StartService.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a StartService message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.StartService & holdfast.v1.StartService.$Shape} StartService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.StartService & holdfast.v1.StartService.$Shape;
        }

        namespace StartService {

            /** Properties of a StartService. */
            interface $Properties {

                /** StartService service */
                service?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a StartService. */
            type $Shape = holdfast.v1.StartService.$Properties;
        }

        /**
         * Properties of a Hold.
         * @deprecated Use holdfast.v1.Hold.$Properties instead.
         */
        interface IHold extends holdfast.v1.Hold.$Properties {
        }

        /** Represents a Hold. */
        class Hold {

            /**
             * Constructs a new Hold.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Hold.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hold reason. */
            reason: string;

            /** Hold downloads. */
            downloads: boolean;

            /**
             * Encodes the specified Hold message. Does not implicitly {@link holdfast.v1.Hold.verify|verify} messages.
             * @param message Hold message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Hold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hold message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Hold & holdfast.v1.Hold.$Shape} Hold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Hold & holdfast.v1.Hold.$Shape;
        }

        namespace Hold {

            /** Properties of a Hold. */
            interface $Properties {

                /** Hold reason */
                reason?: string;

                /** Hold downloads */
                downloads?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hold. */
            type $Shape = holdfast.v1.Hold.$Properties;
        }

        /**
         * Properties of an Unhold.
         * @deprecated Use holdfast.v1.Unhold.$Properties instead.
         */
        interface IUnhold extends holdfast.v1.Unhold.$Properties {
        }

        /** Represents an Unhold. */
        class Unhold {

            /**
             * Constructs a new Unhold.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Unhold.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Unhold message. Does not implicitly {@link holdfast.v1.Unhold.verify|verify} messages.
             * @param message Unhold message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Unhold.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Unhold message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Unhold & holdfast.v1.Unhold.$Shape} Unhold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Unhold & holdfast.v1.Unhold.$Shape;
        }

        namespace Unhold {

            /** Properties of an Unhold. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Unhold. */
            type $Shape = holdfast.v1.Unhold.$Properties;
        }

        /**
         * Properties of a Cancel.
         * @deprecated Use holdfast.v1.Cancel.$Properties instead.
         */
        interface ICancel extends holdfast.v1.Cancel.$Properties {
        }

        /** Represents a Cancel. */
        class Cancel {

            /**
             * Constructs a new Cancel.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Cancel.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Cancel message. Does not implicitly {@link holdfast.v1.Cancel.verify|verify} messages.
             * @param message Cancel message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Cancel.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Cancel message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Cancel & holdfast.v1.Cancel.$Shape} Cancel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Cancel & holdfast.v1.Cancel.$Shape;
        }

        namespace Cancel {

            /** Properties of a Cancel. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Cancel. */
            type $Shape = holdfast.v1.Cancel.$Properties;
        }

        /**
         * Properties of a Revert.
         * @deprecated Use holdfast.v1.Revert.$Properties instead.
         */
        interface IRevert extends holdfast.v1.Revert.$Properties {
        }

        /** Represents a Revert. */
        class Revert {

            /**
             * Constructs a new Revert.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Revert.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Revert message. Does not implicitly {@link holdfast.v1.Revert.verify|verify} messages.
             * @param message Revert message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Revert.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Revert message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Revert & holdfast.v1.Revert.$Shape} Revert
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Revert & holdfast.v1.Revert.$Shape;
        }

        namespace Revert {

            /** Properties of a Revert. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Revert. */
            type $Shape = holdfast.v1.Revert.$Properties;
        }

        /**
         * Properties of a Purge.
         * @deprecated Use holdfast.v1.Purge.$Properties instead.
         */
        interface IPurge extends holdfast.v1.Purge.$Properties {
        }

        /** Represents a Purge. */
        class Purge {

            /**
             * Constructs a new Purge.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Purge.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Purge volume. */
            volume: string;

            /** Purge force. */
            force: boolean;

            /**
             * Encodes the specified Purge message. Does not implicitly {@link holdfast.v1.Purge.verify|verify} messages.
             * @param message Purge message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Purge.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Purge message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Purge & holdfast.v1.Purge.$Shape} Purge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Purge & holdfast.v1.Purge.$Shape;
        }

        namespace Purge {

            /** Properties of a Purge. */
            interface $Properties {

                /** Purge volume */
                volume?: string;

                /** Purge force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Purge. */
            type $Shape = holdfast.v1.Purge.$Properties;
        }

        /**
         * Properties of a Reboot.
         * @deprecated Use holdfast.v1.Reboot.$Properties instead.
         */
        interface IReboot extends holdfast.v1.Reboot.$Properties {
        }

        /** Represents a Reboot. */
        class Reboot {

            /**
             * Constructs a new Reboot.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Reboot.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Reboot force. */
            force: boolean;

            /**
             * Encodes the specified Reboot message. Does not implicitly {@link holdfast.v1.Reboot.verify|verify} messages.
             * @param message Reboot message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Reboot.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Reboot message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Reboot & holdfast.v1.Reboot.$Shape} Reboot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Reboot & holdfast.v1.Reboot.$Shape;
        }

        namespace Reboot {

            /** Properties of a Reboot. */
            interface $Properties {

                /** Reboot force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Reboot. */
            type $Shape = holdfast.v1.Reboot.$Properties;
        }

        /**
         * Properties of a Shutdown.
         * @deprecated Use holdfast.v1.Shutdown.$Properties instead.
         */
        interface IShutdown extends holdfast.v1.Shutdown.$Properties {
        }

        /** Represents a Shutdown. */
        class Shutdown {

            /**
             * Constructs a new Shutdown.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Shutdown.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Shutdown force. */
            force: boolean;

            /**
             * Encodes the specified Shutdown message. Does not implicitly {@link holdfast.v1.Shutdown.verify|verify} messages.
             * @param message Shutdown message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Shutdown.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Shutdown message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Shutdown & holdfast.v1.Shutdown.$Shape} Shutdown
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Shutdown & holdfast.v1.Shutdown.$Shape;
        }

        namespace Shutdown {

            /** Properties of a Shutdown. */
            interface $Properties {

                /** Shutdown force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Shutdown. */
            type $Shape = holdfast.v1.Shutdown.$Properties;
        }

        /**
         * Properties of a Run.
         * @deprecated Use holdfast.v1.Run.$Properties instead.
         */
        interface IRun extends holdfast.v1.Run.$Properties {
        }

        /** Represents a Run. */
        class Run {

            /**
             * Constructs a new Run.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Run.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Run service. */
            service: string;

            /** Run command. */
            command: string[];

            /**
             * Encodes the specified Run message. Does not implicitly {@link holdfast.v1.Run.verify|verify} messages.
             * @param message Run message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Run.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Run message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Run & holdfast.v1.Run.$Shape} Run
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Run & holdfast.v1.Run.$Shape;
        }

        namespace Run {

            /** Properties of a Run. */
            interface $Properties {

                /** Run service */
                service?: string;

                /** Run command */
                command?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Run. */
            type $Shape = holdfast.v1.Run.$Properties;
        }

        /**
         * Properties of an Exec.
         * @deprecated Use holdfast.v1.Exec.$Properties instead.
         */
        interface IExec extends holdfast.v1.Exec.$Properties {
        }

        /** Represents an Exec. */
        class Exec {

            /**
             * Constructs a new Exec.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Exec.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Exec service. */
            service: string;

            /** Exec command. */
            command: string[];

            /**
             * Encodes the specified Exec message. Does not implicitly {@link holdfast.v1.Exec.verify|verify} messages.
             * @param message Exec message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Exec.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Exec message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Exec & holdfast.v1.Exec.$Shape} Exec
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Exec & holdfast.v1.Exec.$Shape;
        }

        namespace Exec {

            /** Properties of an Exec. */
            interface $Properties {

                /** Exec service */
                service?: string;

                /** Exec command */
                command?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Exec. */
            type $Shape = holdfast.v1.Exec.$Properties;
        }

        /**
         * Properties of an UpdateNow.
         * @deprecated Use holdfast.v1.UpdateNow.$Properties instead.
         */
        interface IUpdateNow extends holdfast.v1.UpdateNow.$Properties {
        }

        /** Represents an UpdateNow. */
        class UpdateNow {

            /**
             * Constructs a new UpdateNow.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.UpdateNow.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** UpdateNow force. */
            force: boolean;

            /**
             * Encodes the specified UpdateNow message. Does not implicitly {@link holdfast.v1.UpdateNow.verify|verify} messages.
             * @param message UpdateNow message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.UpdateNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an UpdateNow message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.UpdateNow & holdfast.v1.UpdateNow.$Shape} UpdateNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.UpdateNow & holdfast.v1.UpdateNow.$Shape;
        }

        namespace UpdateNow {

            /** Properties of an UpdateNow. */
            interface $Properties {

                /** UpdateNow force */
                force?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an UpdateNow. */
            type $Shape = holdfast.v1.UpdateNow.$Properties;
        }

        /**
         * Properties of a Prune.
         * @deprecated Use holdfast.v1.Prune.$Properties instead.
         */
        interface IPrune extends holdfast.v1.Prune.$Properties {
        }

        /** Represents a Prune. */
        class Prune {

            /**
             * Constructs a new Prune.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Prune.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Encodes the specified Prune message. Does not implicitly {@link holdfast.v1.Prune.verify|verify} messages.
             * @param message Prune message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Prune.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Prune message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Prune & holdfast.v1.Prune.$Shape} Prune
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Prune & holdfast.v1.Prune.$Shape;
        }

        namespace Prune {

            /** Properties of a Prune. */
            interface $Properties {

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Prune. */
            type $Shape = holdfast.v1.Prune.$Properties;
        }

        /**
         * Properties of a Logs.
         * @deprecated Use holdfast.v1.Logs.$Properties instead.
         */
        interface ILogs extends holdfast.v1.Logs.$Properties {
        }

        /** Represents a Logs. */
        class Logs {

            /**
             * Constructs a new Logs.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Logs.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Logs service. */
            service: string;

            /** Logs follow. */
            follow: boolean;

            /** Logs tail. */
            tail: number;

            /** Logs sinceMs. */
            sinceMs: number;

            /** Logs failed. */
            failed: boolean;

            /**
             * Encodes the specified Logs message. Does not implicitly {@link holdfast.v1.Logs.verify|verify} messages.
             * @param message Logs message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Logs.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Logs message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Logs & holdfast.v1.Logs.$Shape} Logs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Logs & holdfast.v1.Logs.$Shape;
        }

        namespace Logs {

            /** Properties of a Logs. */
            interface $Properties {

                /** Logs service */
                service?: string;

                /** Logs follow */
                follow?: boolean;

                /** Logs tail */
                tail?: number;

                /** Logs sinceMs */
                sinceMs?: number;

                /** Logs failed */
                failed?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Logs. */
            type $Shape = holdfast.v1.Logs.$Properties;
        }

        /**
         * Properties of a ForgetRefusal.
         * @deprecated Use holdfast.v1.ForgetRefusal.$Properties instead.
         */
        interface IForgetRefusal extends holdfast.v1.ForgetRefusal.$Properties {
        }

        /** Represents a ForgetRefusal. */
        class ForgetRefusal {

            /**
             * Constructs a new ForgetRefusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ForgetRefusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ForgetRefusal epoch. */
            epoch: number;

            /**
             * Encodes the specified ForgetRefusal message. Does not implicitly {@link holdfast.v1.ForgetRefusal.verify|verify} messages.
             * @param message ForgetRefusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ForgetRefusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ForgetRefusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ForgetRefusal & holdfast.v1.ForgetRefusal.$Shape} ForgetRefusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ForgetRefusal & holdfast.v1.ForgetRefusal.$Shape;
        }

        namespace ForgetRefusal {

            /** Properties of a ForgetRefusal. */
            interface $Properties {

                /** ForgetRefusal epoch */
                epoch?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ForgetRefusal. */
            type $Shape = holdfast.v1.ForgetRefusal.$Properties;
        }

        /**
         * Properties of a Flight.
         * @deprecated Use holdfast.v1.Flight.$Properties instead.
         */
        interface IFlight extends holdfast.v1.Flight.$Properties {
        }

        /** Represents a Flight. */
        class Flight {

            /**
             * Constructs a new Flight.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Flight.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Flight limit. */
            limit: number;

            /**
             * Encodes the specified Flight message. Does not implicitly {@link holdfast.v1.Flight.verify|verify} messages.
             * @param message Flight message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Flight.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Flight message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Flight & holdfast.v1.Flight.$Shape} Flight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Flight & holdfast.v1.Flight.$Shape;
        }

        namespace Flight {

            /** Properties of a Flight. */
            interface $Properties {

                /** Flight limit */
                limit?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Flight. */
            type $Shape = holdfast.v1.Flight.$Properties;
        }

        /** Outcome enum. */
        enum Outcome {

            /** OUTCOME_UNSPECIFIED value */
            OUTCOME_UNSPECIFIED = 0,

            /** OUTCOME_OK value */
            OUTCOME_OK = 1,

            /** OUTCOME_FAILED value */
            OUTCOME_FAILED = 2,

            /** OUTCOME_REFUSED value */
            OUTCOME_REFUSED = 3,

            /** OUTCOME_EXPIRED value */
            OUTCOME_EXPIRED = 4
        }

        /**
         * Properties of a Result.
         * @deprecated Use holdfast.v1.Result.$Properties instead.
         */
        interface IResult extends holdfast.v1.Result.$Properties {
        }

        /** Represents a Result. */
        class Result {

            /**
             * Constructs a new Result.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Result.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Result id. */
            id: string;

            /** Result device. */
            device: string;

            /** Result outcome. */
            outcome: holdfast.v1.Outcome;

            /** Result code. */
            code: string;

            /** Result message. */
            message: string;

            /** Result output. */
            output: Uint8Array;

            /** Result bootId. */
            bootId: string;

            /** Result exitCode. */
            exitCode: number;

            /**
             * Encodes the specified Result message. Does not implicitly {@link holdfast.v1.Result.verify|verify} messages.
             * @param message Result message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Result.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Result message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Result & holdfast.v1.Result.$Shape} Result
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Result & holdfast.v1.Result.$Shape;
        }

        namespace Result {

            /** Properties of a Result. */
            interface $Properties {

                /** Result id */
                id?: string;

                /** Result device */
                device?: string;

                /** Result outcome */
                outcome?: holdfast.v1.Outcome;

                /** Result code */
                code?: string;

                /** Result message */
                message?: string;

                /** Result output */
                output?: Uint8Array;

                /** Result bootId */
                bootId?: string;

                /** Result exitCode */
                exitCode?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Result. */
            type $Shape = holdfast.v1.Result.$Properties;
        }

        /**
         * Properties of a Log.
         * @deprecated Use holdfast.v1.Log.$Properties instead.
         */
        interface ILog extends holdfast.v1.Log.$Properties {
        }

        /** Represents a Log. */
        class Log {

            /**
             * Constructs a new Log.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Log.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Log device. */
            device: string;

            /** Log commandId. */
            commandId: string;

            /** Log sequence. */
            sequence: number;

            /** Log lines. */
            lines: holdfast.v1.LogLine[];

            /** Log dropped. */
            dropped: number;

            /** Log end. */
            end: boolean;

            /**
             * Encodes the specified Log message. Does not implicitly {@link holdfast.v1.Log.verify|verify} messages.
             * @param message Log message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Log.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Log message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Log & holdfast.v1.Log.$Shape} Log
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Log & holdfast.v1.Log.$Shape;
        }

        namespace Log {

            /** Properties of a Log. */
            interface $Properties {

                /** Log device */
                device?: string;

                /** Log commandId */
                commandId?: string;

                /** Log sequence */
                sequence?: number;

                /** Log lines */
                lines?: holdfast.v1.LogLine.$Properties[];

                /** Log dropped */
                dropped?: number;

                /** Log end */
                end?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Log. */
            type $Shape = holdfast.v1.Log.$Properties;
        }

        /**
         * Properties of a LogLine.
         * @deprecated Use holdfast.v1.LogLine.$Properties instead.
         */
        interface ILogLine extends holdfast.v1.LogLine.$Properties {
        }

        /** Represents a LogLine. */
        class LogLine {

            /**
             * Constructs a new LogLine.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.LogLine.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** LogLine service. */
            service: string;

            /** LogLine stderr. */
            stderr: boolean;

            /** LogLine atMs. */
            atMs: number;

            /** LogLine text. */
            text: string;

            /**
             * Encodes the specified LogLine message. Does not implicitly {@link holdfast.v1.LogLine.verify|verify} messages.
             * @param message LogLine message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.LogLine.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a LogLine message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.LogLine & holdfast.v1.LogLine.$Shape} LogLine
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.LogLine & holdfast.v1.LogLine.$Shape;
        }

        namespace LogLine {

            /** Properties of a LogLine. */
            interface $Properties {

                /** LogLine service */
                service?: string;

                /** LogLine stderr */
                stderr?: boolean;

                /** LogLine atMs */
                atMs?: number;

                /** LogLine text */
                text?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a LogLine. */
            type $Shape = holdfast.v1.LogLine.$Properties;
        }

        /**
         * Properties of a Watch.
         * @deprecated Use holdfast.v1.Watch.$Properties instead.
         */
        interface IWatch extends holdfast.v1.Watch.$Properties {
        }

        /** Represents a Watch. */
        class Watch {

            /**
             * Constructs a new Watch.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Watch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Watch forMs. */
            forMs: number;

            /** Watch definitions. */
            definitions: string[];

            /**
             * Encodes the specified Watch message. Does not implicitly {@link holdfast.v1.Watch.verify|verify} messages.
             * @param message Watch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Watch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Watch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Watch & holdfast.v1.Watch.$Shape} Watch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Watch & holdfast.v1.Watch.$Shape;
        }

        namespace Watch {

            /** Properties of a Watch. */
            interface $Properties {

                /** Watch forMs */
                forMs?: number;

                /** Watch definitions */
                definitions?: string[];

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Watch. */
            type $Shape = holdfast.v1.Watch.$Properties;
        }

        /**
         * Properties of a Chart.
         * @deprecated Use holdfast.v1.Chart.$Properties instead.
         */
        interface IChart extends holdfast.v1.Chart.$Properties {
        }

        /** Represents a Chart. */
        class Chart {

            /**
             * Constructs a new Chart.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Chart.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Chart device. */
            device: string;

            /** Chart sequence. */
            sequence: number;

            /** Chart bootId. */
            bootId: string;

            /** Chart machines. */
            machines: holdfast.v1.MachineState[];

            /** Chart transitions. */
            transitions: holdfast.v1.FlightEntry[];

            /** Chart effects. */
            effects: holdfast.v1.Effect[];

            /** Chart definitions. */
            definitions: holdfast.v1.ChartDefinition[];

            /** Chart dropped. */
            dropped: number;

            /** Chart monoMs. */
            monoMs: number;

            /**
             * Encodes the specified Chart message. Does not implicitly {@link holdfast.v1.Chart.verify|verify} messages.
             * @param message Chart message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Chart.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Chart message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Chart & holdfast.v1.Chart.$Shape} Chart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Chart & holdfast.v1.Chart.$Shape;
        }

        namespace Chart {

            /** Properties of a Chart. */
            interface $Properties {

                /** Chart device */
                device?: string;

                /** Chart sequence */
                sequence?: number;

                /** Chart bootId */
                bootId?: string;

                /** Chart machines */
                machines?: holdfast.v1.MachineState.$Properties[];

                /** Chart transitions */
                transitions?: holdfast.v1.FlightEntry.$Properties[];

                /** Chart effects */
                effects?: holdfast.v1.Effect.$Properties[];

                /** Chart definitions */
                definitions?: holdfast.v1.ChartDefinition.$Properties[];

                /** Chart dropped */
                dropped?: number;

                /** Chart monoMs */
                monoMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Chart. */
            type $Shape = holdfast.v1.Chart.$Properties;
        }

        /**
         * Properties of a MachineState.
         * @deprecated Use holdfast.v1.MachineState.$Properties instead.
         */
        interface IMachineState extends holdfast.v1.MachineState.$Properties {
        }

        /** Represents a MachineState. */
        class MachineState {

            /**
             * Constructs a new MachineState.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.MachineState.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** MachineState machine. */
            machine: string;

            /** MachineState definition. */
            definition: string;

            /** MachineState state. */
            state: string;

            /** MachineState context. */
            context: string;

            /**
             * Encodes the specified MachineState message. Does not implicitly {@link holdfast.v1.MachineState.verify|verify} messages.
             * @param message MachineState message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.MachineState.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MachineState message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.MachineState & holdfast.v1.MachineState.$Shape} MachineState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.MachineState & holdfast.v1.MachineState.$Shape;
        }

        namespace MachineState {

            /** Properties of a MachineState. */
            interface $Properties {

                /** MachineState machine */
                machine?: string;

                /** MachineState definition */
                definition?: string;

                /** MachineState state */
                state?: string;

                /** MachineState context */
                context?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MachineState. */
            type $Shape = holdfast.v1.MachineState.$Properties;
        }

        /**
         * Properties of an Effect.
         * @deprecated Use holdfast.v1.Effect.$Properties instead.
         */
        interface IEffect extends holdfast.v1.Effect.$Properties {
        }

        /** Represents an Effect. */
        class Effect {

            /**
             * Constructs a new Effect.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Effect.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Effect machine. */
            machine: string;

            /** Effect id. */
            id: string;

            /** Effect source. */
            source: string;

            /** Effect sinceMonoMs. */
            sinceMonoMs: number;

            /**
             * Encodes the specified Effect message. Does not implicitly {@link holdfast.v1.Effect.verify|verify} messages.
             * @param message Effect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Effect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Effect message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Effect & holdfast.v1.Effect.$Shape} Effect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Effect & holdfast.v1.Effect.$Shape;
        }

        namespace Effect {

            /** Properties of an Effect. */
            interface $Properties {

                /** Effect machine */
                machine?: string;

                /** Effect id */
                id?: string;

                /** Effect source */
                source?: string;

                /** Effect sinceMonoMs */
                sinceMonoMs?: number;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Effect. */
            type $Shape = holdfast.v1.Effect.$Properties;
        }

        /**
         * Properties of a ChartDefinition.
         * @deprecated Use holdfast.v1.ChartDefinition.$Properties instead.
         */
        interface IChartDefinition extends holdfast.v1.ChartDefinition.$Properties {
        }

        /** Represents a ChartDefinition. */
        class ChartDefinition {

            /**
             * Constructs a new ChartDefinition.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.ChartDefinition.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ChartDefinition hash. */
            hash: string;

            /** ChartDefinition machine. */
            machine: string;

            /** ChartDefinition json. */
            json: string;

            /**
             * Encodes the specified ChartDefinition message. Does not implicitly {@link holdfast.v1.ChartDefinition.verify|verify} messages.
             * @param message ChartDefinition message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.ChartDefinition.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ChartDefinition message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.ChartDefinition & holdfast.v1.ChartDefinition.$Shape} ChartDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.ChartDefinition & holdfast.v1.ChartDefinition.$Shape;
        }

        namespace ChartDefinition {

            /** Properties of a ChartDefinition. */
            interface $Properties {

                /** ChartDefinition hash */
                hash?: string;

                /** ChartDefinition machine */
                machine?: string;

                /** ChartDefinition json */
                json?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ChartDefinition. */
            type $Shape = holdfast.v1.ChartDefinition.$Properties;
        }

        /**
         * Properties of an Envelope.
         * @deprecated Use holdfast.v1.Envelope.$Properties instead.
         */
        interface IEnvelope extends holdfast.v1.Envelope.$Properties {
        }

        /** Represents an Envelope. */
        class Envelope {

            /**
             * Constructs a new Envelope.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Envelope.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Envelope kind. */
            kind: string;

            /** Envelope version. */
            version: number;

            /** Envelope revision. */
            revision: number;

            /** Envelope body. */
            body: Uint8Array;

            /** Envelope checksum. */
            checksum: Uint8Array;

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link holdfast.v1.Envelope.verify|verify} messages.
             * @param message Envelope message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Envelope & holdfast.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Envelope & holdfast.v1.Envelope.$Shape;
        }

        namespace Envelope {

            /** Properties of an Envelope. */
            interface $Properties {

                /** Envelope kind */
                kind?: string;

                /** Envelope version */
                version?: number;

                /** Envelope revision */
                revision?: number;

                /** Envelope body */
                body?: Uint8Array;

                /** Envelope checksum */
                checksum?: Uint8Array;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Envelope. */
            type $Shape = holdfast.v1.Envelope.$Properties;
        }

        /**
         * Properties of a FlightEntry.
         * @deprecated Use holdfast.v1.FlightEntry.$Properties instead.
         */
        interface IFlightEntry extends holdfast.v1.FlightEntry.$Properties {
        }

        /** Represents a FlightEntry. */
        class FlightEntry {

            /**
             * Constructs a new FlightEntry.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.FlightEntry.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** FlightEntry sequence. */
            sequence: number;

            /** FlightEntry machine. */
            machine: string;

            /** FlightEntry bootId. */
            bootId: string;

            /** FlightEntry monoMs. */
            monoMs: number;

            /** FlightEntry wallMs. */
            wallMs: number;

            /** FlightEntry from. */
            from: string;

            /** FlightEntry to. */
            to: string;

            /** FlightEntry event. */
            event: string;

            /** FlightEntry detail. */
            detail: string;

            /**
             * Encodes the specified FlightEntry message. Does not implicitly {@link holdfast.v1.FlightEntry.verify|verify} messages.
             * @param message FlightEntry message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.FlightEntry.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FlightEntry message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.FlightEntry & holdfast.v1.FlightEntry.$Shape} FlightEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.FlightEntry & holdfast.v1.FlightEntry.$Shape;
        }

        namespace FlightEntry {

            /** Properties of a FlightEntry. */
            interface $Properties {

                /** FlightEntry sequence */
                sequence?: number;

                /** FlightEntry machine */
                machine?: string;

                /** FlightEntry bootId */
                bootId?: string;

                /** FlightEntry monoMs */
                monoMs?: number;

                /** FlightEntry wallMs */
                wallMs?: number;

                /** FlightEntry from */
                from?: string;

                /** FlightEntry to */
                to?: string;

                /** FlightEntry event */
                event?: string;

                /** FlightEntry detail */
                detail?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FlightEntry. */
            type $Shape = holdfast.v1.FlightEntry.$Properties;
        }

        /**
         * Properties of a CommandRecord.
         * @deprecated Use holdfast.v1.CommandRecord.$Properties instead.
         */
        interface ICommandRecord extends holdfast.v1.CommandRecord.$Properties {
        }

        /** Represents a CommandRecord. */
        class CommandRecord {

            /**
             * Constructs a new CommandRecord.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.CommandRecord.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CommandRecord command. */
            command: holdfast.v1.Command;

            /** CommandRecord arrival. */
            arrival: number;

            /** CommandRecord bootId. */
            bootId: string;

            /** CommandRecord monoMs. */
            monoMs: number;

            /** CommandRecord result. */
            result: holdfast.v1.Result;

            /** CommandRecord note. */
            note: string;

            /**
             * Encodes the specified CommandRecord message. Does not implicitly {@link holdfast.v1.CommandRecord.verify|verify} messages.
             * @param message CommandRecord message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.CommandRecord.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CommandRecord message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.CommandRecord & holdfast.v1.CommandRecord.$Shape} CommandRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.CommandRecord & holdfast.v1.CommandRecord.$Shape;
        }

        namespace CommandRecord {

            /** Properties of a CommandRecord. */
            interface $Properties {

                /** CommandRecord command */
                command?: holdfast.v1.Command.$Properties;

                /** CommandRecord arrival */
                arrival?: number;

                /** CommandRecord bootId */
                bootId?: string;

                /** CommandRecord monoMs */
                monoMs?: number;

                /** CommandRecord result */
                result?: holdfast.v1.Result.$Properties;

                /** CommandRecord note */
                note?: string;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CommandRecord. */
            type $Shape = {
              command?: holdfast.v1.Command.$Shape;
              arrival?: number;
              bootId?: string;
              monoMs?: number;
              result?: holdfast.v1.Result.$Shape;
              note?: string;
              $unknowns?: Uint8Array[];
            };
        }

        /**
         * Properties of an Outgoing.
         * @deprecated Use holdfast.v1.Outgoing.$Properties instead.
         */
        interface IOutgoing extends holdfast.v1.Outgoing.$Properties {
        }

        /** Represents an Outgoing. */
        class Outgoing {

            /**
             * Constructs a new Outgoing.
             * @param [properties] Properties to set
             */
            constructor(properties?: holdfast.v1.Outgoing.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Outgoing topic. */
            topic: string;

            /** Outgoing payload. */
            payload: Uint8Array;

            /** Outgoing retain. */
            retain: boolean;

            /**
             * Encodes the specified Outgoing message. Does not implicitly {@link holdfast.v1.Outgoing.verify|verify} messages.
             * @param message Outgoing message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: holdfast.v1.Outgoing.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Outgoing message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {holdfast.v1.Outgoing & holdfast.v1.Outgoing.$Shape} Outgoing
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): holdfast.v1.Outgoing & holdfast.v1.Outgoing.$Shape;
        }

        namespace Outgoing {

            /** Properties of an Outgoing. */
            interface $Properties {

                /** Outgoing topic */
                topic?: string;

                /** Outgoing payload */
                payload?: Uint8Array;

                /** Outgoing retain */
                retain?: boolean;

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Outgoing. */
            type $Shape = holdfast.v1.Outgoing.$Properties;
        }
    }
}
