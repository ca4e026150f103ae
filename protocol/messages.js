/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["holdfast"] || ($protobuf.roots["holdfast"] = {});

export const holdfast = $root.holdfast = (() => {

    /**
     * Namespace holdfast.
     * @exports holdfast
     * @namespace
     */
    const holdfast = {};

    holdfast.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof holdfast
         * @namespace
         */
        const v1 = {};

        v1.Signed = (function() {

            /**
             * Properties of a Signed.
             * @typedef {Object} holdfast.v1.Signed.$Properties
             * @property {string} [payloadType] Signed payloadType
             * @property {Uint8Array} [payload] Signed payload
             * @property {Array.<holdfast.v1.Signature.$Properties>} [signatures] Signed signatures
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Signed.
             * @memberof holdfast.v1
             * @interface ISigned
             * @augments holdfast.v1.Signed.$Properties
             * @deprecated Use holdfast.v1.Signed.$Properties instead.
             */

            /**
             * Shape of a Signed.
             * @typedef {holdfast.v1.Signed.$Properties} holdfast.v1.Signed.$Shape
             */

            /**
             * Constructs a new Signed.
             * @memberof holdfast.v1
             * @classdesc Represents a Signed.
             * @constructor
             * @param {holdfast.v1.Signed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Signed = function (properties) {
                this.signatures = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Signed payloadType.
             * @member {string} payloadType
             * @memberof holdfast.v1.Signed
             * @instance
             */
            Signed.prototype.payloadType = "";

            /**
             * Signed payload.
             * @member {Uint8Array} payload
             * @memberof holdfast.v1.Signed
             * @instance
             */
            Signed.prototype.payload = $util.newBuffer([]);

            /**
             * Signed signatures.
             * @member {Array.<holdfast.v1.Signature>} signatures
             * @memberof holdfast.v1.Signed
             * @instance
             */
            Signed.prototype.signatures = $util.emptyArray;

            /**
             * Encodes the specified Signed message. Does not implicitly {@link holdfast.v1.Signed.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Signed
             * @static
             * @param {holdfast.v1.Signed.$Properties} message Signed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Signed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.payloadType != null && $Object.hasOwnProperty.call(message, "payloadType") && message.payloadType !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.payloadType);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.payload);
                if (message.signatures != null && message.signatures.length)
                    for (let i = 0; i < message.signatures.length; ++i)
                        $root.holdfast.v1.Signature.encode(message.signatures[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Signed message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Signed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Signed & holdfast.v1.Signed.$Shape} Signed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Signed.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Signed();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.payloadType = value;
                            else
                                delete message.payloadType;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.signatures && message.signatures.length))
                                message.signatures = [];
                            message.signatures.push($root.holdfast.v1.Signature.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Signed;
        })();

        v1.Signature = (function() {

            /**
             * Properties of a Signature.
             * @typedef {Object} holdfast.v1.Signature.$Properties
             * @property {string} [keyId] Signature keyId
             * @property {Uint8Array} [signature] Signature signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Signature.
             * @memberof holdfast.v1
             * @interface ISignature
             * @augments holdfast.v1.Signature.$Properties
             * @deprecated Use holdfast.v1.Signature.$Properties instead.
             */

            /**
             * Shape of a Signature.
             * @typedef {holdfast.v1.Signature.$Properties} holdfast.v1.Signature.$Shape
             */

            /**
             * Constructs a new Signature.
             * @memberof holdfast.v1
             * @classdesc Represents a Signature.
             * @constructor
             * @param {holdfast.v1.Signature.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Signature = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Signature keyId.
             * @member {string} keyId
             * @memberof holdfast.v1.Signature
             * @instance
             */
            Signature.prototype.keyId = "";

            /**
             * Signature signature.
             * @member {Uint8Array} signature
             * @memberof holdfast.v1.Signature
             * @instance
             */
            Signature.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified Signature message. Does not implicitly {@link holdfast.v1.Signature.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Signature
             * @static
             * @param {holdfast.v1.Signature.$Properties} message Signature message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Signature.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.keyId != null && $Object.hasOwnProperty.call(message, "keyId") && message.keyId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.keyId);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Signature message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Signature
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Signature & holdfast.v1.Signature.$Shape} Signature
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Signature.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Signature();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.keyId = value;
                            else
                                delete message.keyId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Signature;
        })();

        v1.Trust = (function() {

            /**
             * Properties of a Trust.
             * @typedef {Object} holdfast.v1.Trust.$Properties
             * @property {number} [version] Trust version
             * @property {Array.<holdfast.v1.TrustedKey.$Properties>} [keys] Trust keys
             * @property {number} [trustThreshold] Trust trustThreshold
             * @property {number} [releaseThreshold] Trust releaseThreshold
             * @property {number} [rolloutThreshold] Trust rolloutThreshold
             * @property {number} [issuedAtMs] Trust issuedAtMs
             * @property {string} [fleet] Trust fleet
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Trust.
             * @memberof holdfast.v1
             * @interface ITrust
             * @augments holdfast.v1.Trust.$Properties
             * @deprecated Use holdfast.v1.Trust.$Properties instead.
             */

            /**
             * Shape of a Trust.
             * @typedef {holdfast.v1.Trust.$Properties} holdfast.v1.Trust.$Shape
             */

            /**
             * Constructs a new Trust.
             * @memberof holdfast.v1
             * @classdesc Represents a Trust.
             * @constructor
             * @param {holdfast.v1.Trust.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Trust = function (properties) {
                this.keys = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Trust version.
             * @member {number} version
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.version = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Trust keys.
             * @member {Array.<holdfast.v1.TrustedKey>} keys
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.keys = $util.emptyArray;

            /**
             * Trust trustThreshold.
             * @member {number} trustThreshold
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.trustThreshold = 0;

            /**
             * Trust releaseThreshold.
             * @member {number} releaseThreshold
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.releaseThreshold = 0;

            /**
             * Trust rolloutThreshold.
             * @member {number} rolloutThreshold
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.rolloutThreshold = 0;

            /**
             * Trust issuedAtMs.
             * @member {number} issuedAtMs
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.issuedAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Trust fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Trust
             * @instance
             */
            Trust.prototype.fleet = "";

            /**
             * Encodes the specified Trust message. Does not implicitly {@link holdfast.v1.Trust.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Trust
             * @static
             * @param {holdfast.v1.Trust.$Properties} message Trust message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Trust.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && (typeof message.version === "object" ? message.version.low || message.version.high : message.version !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.version);
                if (message.keys != null && message.keys.length)
                    for (let i = 0; i < message.keys.length; ++i)
                        $root.holdfast.v1.TrustedKey.encode(message.keys[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.trustThreshold != null && $Object.hasOwnProperty.call(message, "trustThreshold") && message.trustThreshold !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.trustThreshold);
                if (message.releaseThreshold != null && $Object.hasOwnProperty.call(message, "releaseThreshold") && message.releaseThreshold !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.releaseThreshold);
                if (message.rolloutThreshold != null && $Object.hasOwnProperty.call(message, "rolloutThreshold") && message.rolloutThreshold !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.rolloutThreshold);
                if (message.issuedAtMs != null && $Object.hasOwnProperty.call(message, "issuedAtMs") && (typeof message.issuedAtMs === "object" ? message.issuedAtMs.low || message.issuedAtMs.high : message.issuedAtMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.issuedAtMs);
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.fleet);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Trust message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Trust
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Trust & holdfast.v1.Trust.$Shape} Trust
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Trust.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Trust();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.keys && message.keys.length))
                                message.keys = [];
                            message.keys.push($root.holdfast.v1.TrustedKey.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.trustThreshold = value;
                            else
                                delete message.trustThreshold;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.releaseThreshold = value;
                            else
                                delete message.releaseThreshold;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.rolloutThreshold = value;
                            else
                                delete message.rolloutThreshold;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAtMs = value;
                            else
                                delete message.issuedAtMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Trust;
        })();

        v1.TrustedKey = (function() {

            /**
             * Properties of a TrustedKey.
             * @typedef {Object} holdfast.v1.TrustedKey.$Properties
             * @property {string} [role] TrustedKey role
             * @property {Uint8Array} [publicKey] TrustedKey publicKey
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TrustedKey.
             * @memberof holdfast.v1
             * @interface ITrustedKey
             * @augments holdfast.v1.TrustedKey.$Properties
             * @deprecated Use holdfast.v1.TrustedKey.$Properties instead.
             */

            /**
             * Shape of a TrustedKey.
             * @typedef {holdfast.v1.TrustedKey.$Properties} holdfast.v1.TrustedKey.$Shape
             */

            /**
             * Constructs a new TrustedKey.
             * @memberof holdfast.v1
             * @classdesc Represents a TrustedKey.
             * @constructor
             * @param {holdfast.v1.TrustedKey.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TrustedKey = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TrustedKey role.
             * @member {string} role
             * @memberof holdfast.v1.TrustedKey
             * @instance
             */
            TrustedKey.prototype.role = "";

            /**
             * TrustedKey publicKey.
             * @member {Uint8Array} publicKey
             * @memberof holdfast.v1.TrustedKey
             * @instance
             */
            TrustedKey.prototype.publicKey = $util.newBuffer([]);

            /**
             * Encodes the specified TrustedKey message. Does not implicitly {@link holdfast.v1.TrustedKey.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.TrustedKey
             * @static
             * @param {holdfast.v1.TrustedKey.$Properties} message TrustedKey message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TrustedKey.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.role != null && $Object.hasOwnProperty.call(message, "role") && message.role !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.role);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.publicKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TrustedKey message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.TrustedKey
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.TrustedKey & holdfast.v1.TrustedKey.$Shape} TrustedKey
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TrustedKey.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.TrustedKey();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.role = value;
                            else
                                delete message.role;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TrustedKey;
        })();

        v1.TrustChain = (function() {

            /**
             * Properties of a TrustChain.
             * @typedef {Object} holdfast.v1.TrustChain.$Properties
             * @property {Array.<Uint8Array>} [documents] TrustChain documents
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TrustChain.
             * @memberof holdfast.v1
             * @interface ITrustChain
             * @augments holdfast.v1.TrustChain.$Properties
             * @deprecated Use holdfast.v1.TrustChain.$Properties instead.
             */

            /**
             * Shape of a TrustChain.
             * @typedef {holdfast.v1.TrustChain.$Properties} holdfast.v1.TrustChain.$Shape
             */

            /**
             * Constructs a new TrustChain.
             * @memberof holdfast.v1
             * @classdesc Represents a TrustChain.
             * @constructor
             * @param {holdfast.v1.TrustChain.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TrustChain = function (properties) {
                this.documents = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TrustChain documents.
             * @member {Array.<Uint8Array>} documents
             * @memberof holdfast.v1.TrustChain
             * @instance
             */
            TrustChain.prototype.documents = $util.emptyArray;

            /**
             * Encodes the specified TrustChain message. Does not implicitly {@link holdfast.v1.TrustChain.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.TrustChain
             * @static
             * @param {holdfast.v1.TrustChain.$Properties} message TrustChain message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TrustChain.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.documents != null && message.documents.length)
                    for (let i = 0; i < message.documents.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.documents[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TrustChain message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.TrustChain
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.TrustChain & holdfast.v1.TrustChain.$Shape} TrustChain
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TrustChain.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.TrustChain();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.documents && message.documents.length))
                                message.documents = [];
                            message.documents.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TrustChain;
        })();

        v1.Claim = (function() {

            /**
             * Properties of a Claim.
             * @typedef {Object} holdfast.v1.Claim.$Properties
             * @property {string} [id] Claim id
             * @property {Uint8Array} [certificateRequest] Claim certificateRequest
             * @property {Uint8Array} [encryptionKey] Claim encryptionKey
             * @property {number} [attempt] Claim attempt
             * @property {holdfast.v1.TokenProof.$Properties|null} [token] Claim token
             * @property {holdfast.v1.SerialProof.$Properties|null} [serial] Claim serial
             * @property {holdfast.v1.ApprovalProof.$Properties|null} [approval] Claim approval
             * @property {holdfast.v1.RecoveryProof.$Properties|null} [recovery] Claim recovery
             * @property {string} [device] Claim device
             * @property {string} [fleet] Claim fleet
             * @property {holdfast.v1.Host.$Properties} [host] Claim host
             * @property {string} [agentVersion] Claim agentVersion
             * @property {"token"|"serial"|"approval"|"recovery"} [proof] Claim proof
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Claim.
             * @memberof holdfast.v1
             * @interface IClaim
             * @augments holdfast.v1.Claim.$Properties
             * @deprecated Use holdfast.v1.Claim.$Properties instead.
             */

            /**
             * Narrowed shape of a Claim.
             * @typedef {{
             *   id?: string;
             *   certificateRequest?: Uint8Array;
             *   encryptionKey?: Uint8Array;
             *   attempt?: number;
             *   token?: holdfast.v1.TokenProof.$Shape|null;
             *   serial?: holdfast.v1.SerialProof.$Shape|null;
             *   approval?: holdfast.v1.ApprovalProof.$Shape|null;
             *   recovery?: holdfast.v1.RecoveryProof.$Shape|null;
             *   device?: string;
             *   fleet?: string;
             *   host?: holdfast.v1.Host.$Shape;
             *   agentVersion?: string;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ proof?: undefined; token?: null; serial?: null; approval?: null; recovery?: null }|{ proof?: "token"; token: holdfast.v1.TokenProof.$Shape; serial?: null; approval?: null; recovery?: null }|{ proof?: "serial"; token?: null; serial: holdfast.v1.SerialProof.$Shape; approval?: null; recovery?: null }|{ proof?: "approval"; token?: null; serial?: null; approval: holdfast.v1.ApprovalProof.$Shape; recovery?: null }|{ proof?: "recovery"; token?: null; serial?: null; approval?: null; recovery: holdfast.v1.RecoveryProof.$Shape })
             * )} holdfast.v1.Claim.$Shape
             */

            /**
             * Constructs a new Claim.
             * @memberof holdfast.v1
             * @classdesc Represents a Claim.
             * @constructor
             * @param {holdfast.v1.Claim.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Claim = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Claim id.
             * @member {string} id
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.id = "";

            /**
             * Claim certificateRequest.
             * @member {Uint8Array} certificateRequest
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.certificateRequest = $util.newBuffer([]);

            /**
             * Claim encryptionKey.
             * @member {Uint8Array} encryptionKey
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.encryptionKey = $util.newBuffer([]);

            /**
             * Claim attempt.
             * @member {number} attempt
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.attempt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Claim token.
             * @member {holdfast.v1.TokenProof|null} token
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.token = null;

            /**
             * Claim serial.
             * @member {holdfast.v1.SerialProof|null} serial
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.serial = null;

            /**
             * Claim approval.
             * @member {holdfast.v1.ApprovalProof|null} approval
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.approval = null;

            /**
             * Claim recovery.
             * @member {holdfast.v1.RecoveryProof|null} recovery
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.recovery = null;

            /**
             * Claim device.
             * @member {string} device
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.device = "";

            /**
             * Claim fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.fleet = "";

            /**
             * Claim host.
             * @member {holdfast.v1.Host} host
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.host = null;

            /**
             * Claim agentVersion.
             * @member {string} agentVersion
             * @memberof holdfast.v1.Claim
             * @instance
             */
            Claim.prototype.agentVersion = "";

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Claim proof.
             * @member {"token"|"serial"|"approval"|"recovery"|undefined} proof
             * @memberof holdfast.v1.Claim
             * @instance
             */
            $Object.defineProperty(Claim.prototype, "proof", {
                get: $util.oneOfGetter($oneOfFields = ["token", "serial", "approval", "recovery"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Claim message. Does not implicitly {@link holdfast.v1.Claim.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Claim
             * @static
             * @param {holdfast.v1.Claim.$Properties} message Claim message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Claim.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.certificateRequest != null && $Object.hasOwnProperty.call(message, "certificateRequest") && message.certificateRequest.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.certificateRequest);
                if (message.encryptionKey != null && $Object.hasOwnProperty.call(message, "encryptionKey") && message.encryptionKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.encryptionKey);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && (typeof message.attempt === "object" ? message.attempt.low || message.attempt.high : message.attempt !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.attempt);
                if (message.token != null && $Object.hasOwnProperty.call(message, "token"))
                    $root.holdfast.v1.TokenProof.encode(message.token, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial"))
                    $root.holdfast.v1.SerialProof.encode(message.serial, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.approval != null && $Object.hasOwnProperty.call(message, "approval"))
                    $root.holdfast.v1.ApprovalProof.encode(message.approval, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.recovery != null && $Object.hasOwnProperty.call(message, "recovery"))
                    $root.holdfast.v1.RecoveryProof.encode(message.recovery, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 20, wireType 2 =*/162).string(message.device);
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 21, wireType 2 =*/170).string(message.fleet);
                if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                    $root.holdfast.v1.Host.encode(message.host, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                    writer.uint32(/* id 23, wireType 2 =*/186).string(message.agentVersion);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Claim message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Claim
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Claim & holdfast.v1.Claim.$Shape} Claim
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Claim.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Claim();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certificateRequest = value;
                            else
                                delete message.certificateRequest;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.encryptionKey = value;
                            else
                                delete message.encryptionKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.token = $root.holdfast.v1.TokenProof.decode(reader, reader.size(), $undefined, _depth + 1, message.token);
                            message.proof = "token";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.serial = $root.holdfast.v1.SerialProof.decode(reader, reader.size(), $undefined, _depth + 1, message.serial);
                            message.proof = "serial";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.approval = $root.holdfast.v1.ApprovalProof.decode(reader, reader.size(), $undefined, _depth + 1, message.approval);
                            message.proof = "approval";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.recovery = $root.holdfast.v1.RecoveryProof.decode(reader, reader.size(), $undefined, _depth + 1, message.recovery);
                            message.proof = "recovery";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.host = $root.holdfast.v1.Host.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentVersion = value;
                            else
                                delete message.agentVersion;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Claim;
        })();

        v1.TokenProof = (function() {

            /**
             * Properties of a TokenProof.
             * @typedef {Object} holdfast.v1.TokenProof.$Properties
             * @property {string} [tokenId] TokenProof tokenId
             * @property {Uint8Array} [mac] TokenProof mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a TokenProof.
             * @memberof holdfast.v1
             * @interface ITokenProof
             * @augments holdfast.v1.TokenProof.$Properties
             * @deprecated Use holdfast.v1.TokenProof.$Properties instead.
             */

            /**
             * Shape of a TokenProof.
             * @typedef {holdfast.v1.TokenProof.$Properties} holdfast.v1.TokenProof.$Shape
             */

            /**
             * Constructs a new TokenProof.
             * @memberof holdfast.v1
             * @classdesc Represents a TokenProof.
             * @constructor
             * @param {holdfast.v1.TokenProof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const TokenProof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * TokenProof tokenId.
             * @member {string} tokenId
             * @memberof holdfast.v1.TokenProof
             * @instance
             */
            TokenProof.prototype.tokenId = "";

            /**
             * TokenProof mac.
             * @member {Uint8Array} mac
             * @memberof holdfast.v1.TokenProof
             * @instance
             */
            TokenProof.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified TokenProof message. Does not implicitly {@link holdfast.v1.TokenProof.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.TokenProof
             * @static
             * @param {holdfast.v1.TokenProof.$Properties} message TokenProof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            TokenProof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.tokenId != null && $Object.hasOwnProperty.call(message, "tokenId") && message.tokenId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.tokenId);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a TokenProof message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.TokenProof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.TokenProof & holdfast.v1.TokenProof.$Shape} TokenProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            TokenProof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.TokenProof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.tokenId = value;
                            else
                                delete message.tokenId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return TokenProof;
        })();

        v1.SerialProof = (function() {

            /**
             * Properties of a SerialProof.
             * @typedef {Object} holdfast.v1.SerialProof.$Properties
             * @property {string} [serial] SerialProof serial
             * @property {Uint8Array} [mac] SerialProof mac
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SerialProof.
             * @memberof holdfast.v1
             * @interface ISerialProof
             * @augments holdfast.v1.SerialProof.$Properties
             * @deprecated Use holdfast.v1.SerialProof.$Properties instead.
             */

            /**
             * Shape of a SerialProof.
             * @typedef {holdfast.v1.SerialProof.$Properties} holdfast.v1.SerialProof.$Shape
             */

            /**
             * Constructs a new SerialProof.
             * @memberof holdfast.v1
             * @classdesc Represents a SerialProof.
             * @constructor
             * @param {holdfast.v1.SerialProof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SerialProof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SerialProof serial.
             * @member {string} serial
             * @memberof holdfast.v1.SerialProof
             * @instance
             */
            SerialProof.prototype.serial = "";

            /**
             * SerialProof mac.
             * @member {Uint8Array} mac
             * @memberof holdfast.v1.SerialProof
             * @instance
             */
            SerialProof.prototype.mac = $util.newBuffer([]);

            /**
             * Encodes the specified SerialProof message. Does not implicitly {@link holdfast.v1.SerialProof.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.SerialProof
             * @static
             * @param {holdfast.v1.SerialProof.$Properties} message SerialProof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SerialProof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && message.serial !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.serial);
                if (message.mac != null && $Object.hasOwnProperty.call(message, "mac") && message.mac.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.mac);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SerialProof message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.SerialProof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.SerialProof & holdfast.v1.SerialProof.$Shape} SerialProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SerialProof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.SerialProof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serial = value;
                            else
                                delete message.serial;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.mac = value;
                            else
                                delete message.mac;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SerialProof;
        })();

        v1.ApprovalProof = (function() {

            /**
             * Properties of an ApprovalProof.
             * @typedef {Object} holdfast.v1.ApprovalProof.$Properties
             * @property {string} [serial] ApprovalProof serial
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an ApprovalProof.
             * @memberof holdfast.v1
             * @interface IApprovalProof
             * @augments holdfast.v1.ApprovalProof.$Properties
             * @deprecated Use holdfast.v1.ApprovalProof.$Properties instead.
             */

            /**
             * Shape of an ApprovalProof.
             * @typedef {holdfast.v1.ApprovalProof.$Properties} holdfast.v1.ApprovalProof.$Shape
             */

            /**
             * Constructs a new ApprovalProof.
             * @memberof holdfast.v1
             * @classdesc Represents an ApprovalProof.
             * @constructor
             * @param {holdfast.v1.ApprovalProof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ApprovalProof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ApprovalProof serial.
             * @member {string} serial
             * @memberof holdfast.v1.ApprovalProof
             * @instance
             */
            ApprovalProof.prototype.serial = "";

            /**
             * Encodes the specified ApprovalProof message. Does not implicitly {@link holdfast.v1.ApprovalProof.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ApprovalProof
             * @static
             * @param {holdfast.v1.ApprovalProof.$Properties} message ApprovalProof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ApprovalProof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.serial != null && $Object.hasOwnProperty.call(message, "serial") && message.serial !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.serial);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an ApprovalProof message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ApprovalProof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ApprovalProof & holdfast.v1.ApprovalProof.$Shape} ApprovalProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ApprovalProof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ApprovalProof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serial = value;
                            else
                                delete message.serial;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ApprovalProof;
        })();

        v1.RecoveryProof = (function() {

            /**
             * Properties of a RecoveryProof.
             * @typedef {Object} holdfast.v1.RecoveryProof.$Properties
             * @property {Uint8Array} [certificate] RecoveryProof certificate
             * @property {Uint8Array} [signature] RecoveryProof signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RecoveryProof.
             * @memberof holdfast.v1
             * @interface IRecoveryProof
             * @augments holdfast.v1.RecoveryProof.$Properties
             * @deprecated Use holdfast.v1.RecoveryProof.$Properties instead.
             */

            /**
             * Shape of a RecoveryProof.
             * @typedef {holdfast.v1.RecoveryProof.$Properties} holdfast.v1.RecoveryProof.$Shape
             */

            /**
             * Constructs a new RecoveryProof.
             * @memberof holdfast.v1
             * @classdesc Represents a RecoveryProof.
             * @constructor
             * @param {holdfast.v1.RecoveryProof.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RecoveryProof = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RecoveryProof certificate.
             * @member {Uint8Array} certificate
             * @memberof holdfast.v1.RecoveryProof
             * @instance
             */
            RecoveryProof.prototype.certificate = $util.newBuffer([]);

            /**
             * RecoveryProof signature.
             * @member {Uint8Array} signature
             * @memberof holdfast.v1.RecoveryProof
             * @instance
             */
            RecoveryProof.prototype.signature = $util.newBuffer([]);

            /**
             * Encodes the specified RecoveryProof message. Does not implicitly {@link holdfast.v1.RecoveryProof.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.RecoveryProof
             * @static
             * @param {holdfast.v1.RecoveryProof.$Properties} message RecoveryProof message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RecoveryProof.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.certificate != null && $Object.hasOwnProperty.call(message, "certificate") && message.certificate.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.certificate);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RecoveryProof message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.RecoveryProof
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.RecoveryProof & holdfast.v1.RecoveryProof.$Shape} RecoveryProof
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RecoveryProof.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.RecoveryProof();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certificate = value;
                            else
                                delete message.certificate;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RecoveryProof;
        })();

        /**
         * ClaimState enum.
         * @name holdfast.v1.ClaimState
         * @enum {number}
         * @property {number} CLAIM_STATE_UNSPECIFIED=0 CLAIM_STATE_UNSPECIFIED value
         * @property {number} CLAIM_STATE_PENDING=1 CLAIM_STATE_PENDING value
         * @property {number} CLAIM_STATE_GRANTED=2 CLAIM_STATE_GRANTED value
         * @property {number} CLAIM_STATE_REFUSED=3 CLAIM_STATE_REFUSED value
         */
        v1.ClaimState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CLAIM_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CLAIM_STATE_PENDING"] = 1;
            values[valuesById[2] = "CLAIM_STATE_GRANTED"] = 2;
            values[valuesById[3] = "CLAIM_STATE_REFUSED"] = 3;
            return values;
        })();

        v1.ClaimAnswer = (function() {

            /**
             * Properties of a ClaimAnswer.
             * @typedef {Object} holdfast.v1.ClaimAnswer.$Properties
             * @property {string} [id] ClaimAnswer id
             * @property {number} [attempt] ClaimAnswer attempt
             * @property {holdfast.v1.ClaimState} [state] ClaimAnswer state
             * @property {string} [certificates] ClaimAnswer certificates
             * @property {string} [authority] ClaimAnswer authority
             * @property {string} [device] ClaimAnswer device
             * @property {string} [fleet] ClaimAnswer fleet
             * @property {string} [brokerUrl] ClaimAnswer brokerUrl
             * @property {string} [code] ClaimAnswer code
             * @property {string} [message] ClaimAnswer message
             * @property {number} [retryAfterMs] ClaimAnswer retryAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ClaimAnswer.
             * @memberof holdfast.v1
             * @interface IClaimAnswer
             * @augments holdfast.v1.ClaimAnswer.$Properties
             * @deprecated Use holdfast.v1.ClaimAnswer.$Properties instead.
             */

            /**
             * Shape of a ClaimAnswer.
             * @typedef {holdfast.v1.ClaimAnswer.$Properties} holdfast.v1.ClaimAnswer.$Shape
             */

            /**
             * Constructs a new ClaimAnswer.
             * @memberof holdfast.v1
             * @classdesc Represents a ClaimAnswer.
             * @constructor
             * @param {holdfast.v1.ClaimAnswer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ClaimAnswer = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ClaimAnswer id.
             * @member {string} id
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.id = "";

            /**
             * ClaimAnswer attempt.
             * @member {number} attempt
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.attempt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ClaimAnswer state.
             * @member {holdfast.v1.ClaimState} state
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.state = 0;

            /**
             * ClaimAnswer certificates.
             * @member {string} certificates
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.certificates = "";

            /**
             * ClaimAnswer authority.
             * @member {string} authority
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.authority = "";

            /**
             * ClaimAnswer device.
             * @member {string} device
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.device = "";

            /**
             * ClaimAnswer fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.fleet = "";

            /**
             * ClaimAnswer brokerUrl.
             * @member {string} brokerUrl
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.brokerUrl = "";

            /**
             * ClaimAnswer code.
             * @member {string} code
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.code = "";

            /**
             * ClaimAnswer message.
             * @member {string} message
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.message = "";

            /**
             * ClaimAnswer retryAfterMs.
             * @member {number} retryAfterMs
             * @memberof holdfast.v1.ClaimAnswer
             * @instance
             */
            ClaimAnswer.prototype.retryAfterMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ClaimAnswer message. Does not implicitly {@link holdfast.v1.ClaimAnswer.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ClaimAnswer
             * @static
             * @param {holdfast.v1.ClaimAnswer.$Properties} message ClaimAnswer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ClaimAnswer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && (typeof message.attempt === "object" ? message.attempt.low || message.attempt.high : message.attempt !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.attempt);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.state);
                if (message.certificates != null && $Object.hasOwnProperty.call(message, "certificates") && message.certificates !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.certificates);
                if (message.authority != null && $Object.hasOwnProperty.call(message, "authority") && message.authority !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.authority);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.device);
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.fleet);
                if (message.brokerUrl != null && $Object.hasOwnProperty.call(message, "brokerUrl") && message.brokerUrl !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.brokerUrl);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.message);
                if (message.retryAfterMs != null && $Object.hasOwnProperty.call(message, "retryAfterMs") && (typeof message.retryAfterMs === "object" ? message.retryAfterMs.low || message.retryAfterMs.high : message.retryAfterMs !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.retryAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ClaimAnswer message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ClaimAnswer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ClaimAnswer & holdfast.v1.ClaimAnswer.$Shape} ClaimAnswer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ClaimAnswer.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ClaimAnswer();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.certificates = value;
                            else
                                delete message.certificates;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.authority = value;
                            else
                                delete message.authority;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.brokerUrl = value;
                            else
                                delete message.brokerUrl;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.retryAfterMs = value;
                            else
                                delete message.retryAfterMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ClaimAnswer;
        })();

        v1.Renewal = (function() {

            /**
             * Properties of a Renewal.
             * @typedef {Object} holdfast.v1.Renewal.$Properties
             * @property {string} [device] Renewal device
             * @property {Uint8Array} [certificateRequest] Renewal certificateRequest
             * @property {Uint8Array} [encryptionKey] Renewal encryptionKey
             * @property {number} [attempt] Renewal attempt
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Renewal.
             * @memberof holdfast.v1
             * @interface IRenewal
             * @augments holdfast.v1.Renewal.$Properties
             * @deprecated Use holdfast.v1.Renewal.$Properties instead.
             */

            /**
             * Shape of a Renewal.
             * @typedef {holdfast.v1.Renewal.$Properties} holdfast.v1.Renewal.$Shape
             */

            /**
             * Constructs a new Renewal.
             * @memberof holdfast.v1
             * @classdesc Represents a Renewal.
             * @constructor
             * @param {holdfast.v1.Renewal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Renewal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Renewal device.
             * @member {string} device
             * @memberof holdfast.v1.Renewal
             * @instance
             */
            Renewal.prototype.device = "";

            /**
             * Renewal certificateRequest.
             * @member {Uint8Array} certificateRequest
             * @memberof holdfast.v1.Renewal
             * @instance
             */
            Renewal.prototype.certificateRequest = $util.newBuffer([]);

            /**
             * Renewal encryptionKey.
             * @member {Uint8Array} encryptionKey
             * @memberof holdfast.v1.Renewal
             * @instance
             */
            Renewal.prototype.encryptionKey = $util.newBuffer([]);

            /**
             * Renewal attempt.
             * @member {number} attempt
             * @memberof holdfast.v1.Renewal
             * @instance
             */
            Renewal.prototype.attempt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Renewal message. Does not implicitly {@link holdfast.v1.Renewal.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Renewal
             * @static
             * @param {holdfast.v1.Renewal.$Properties} message Renewal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Renewal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.certificateRequest != null && $Object.hasOwnProperty.call(message, "certificateRequest") && message.certificateRequest.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.certificateRequest);
                if (message.encryptionKey != null && $Object.hasOwnProperty.call(message, "encryptionKey") && message.encryptionKey.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.encryptionKey);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && (typeof message.attempt === "object" ? message.attempt.low || message.attempt.high : message.attempt !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.attempt);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Renewal message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Renewal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Renewal & holdfast.v1.Renewal.$Shape} Renewal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Renewal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Renewal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.certificateRequest = value;
                            else
                                delete message.certificateRequest;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.encryptionKey = value;
                            else
                                delete message.encryptionKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Renewal;
        })();

        v1.Secrets = (function() {

            /**
             * Properties of a Secrets.
             * @typedef {Object} holdfast.v1.Secrets.$Properties
             * @property {string} [device] Secrets device
             * @property {number} [revision] Secrets revision
             * @property {Array.<holdfast.v1.SealedSecret.$Properties>} [secrets] Secrets secrets
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Secrets.
             * @memberof holdfast.v1
             * @interface ISecrets
             * @augments holdfast.v1.Secrets.$Properties
             * @deprecated Use holdfast.v1.Secrets.$Properties instead.
             */

            /**
             * Shape of a Secrets.
             * @typedef {holdfast.v1.Secrets.$Properties} holdfast.v1.Secrets.$Shape
             */

            /**
             * Constructs a new Secrets.
             * @memberof holdfast.v1
             * @classdesc Represents a Secrets.
             * @constructor
             * @param {holdfast.v1.Secrets.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Secrets = function (properties) {
                this.secrets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Secrets device.
             * @member {string} device
             * @memberof holdfast.v1.Secrets
             * @instance
             */
            Secrets.prototype.device = "";

            /**
             * Secrets revision.
             * @member {number} revision
             * @memberof holdfast.v1.Secrets
             * @instance
             */
            Secrets.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Secrets secrets.
             * @member {Array.<holdfast.v1.SealedSecret>} secrets
             * @memberof holdfast.v1.Secrets
             * @instance
             */
            Secrets.prototype.secrets = $util.emptyArray;

            /**
             * Encodes the specified Secrets message. Does not implicitly {@link holdfast.v1.Secrets.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Secrets
             * @static
             * @param {holdfast.v1.Secrets.$Properties} message Secrets message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Secrets.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.revision);
                if (message.secrets != null && message.secrets.length)
                    for (let i = 0; i < message.secrets.length; ++i)
                        $root.holdfast.v1.SealedSecret.encode(message.secrets[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Secrets message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Secrets
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Secrets & holdfast.v1.Secrets.$Shape} Secrets
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Secrets.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Secrets();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.secrets && message.secrets.length))
                                message.secrets = [];
                            message.secrets.push($root.holdfast.v1.SealedSecret.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Secrets;
        })();

        v1.SealedSecret = (function() {

            /**
             * Properties of a SealedSecret.
             * @typedef {Object} holdfast.v1.SealedSecret.$Properties
             * @property {string} [name] SealedSecret name
             * @property {Uint8Array} [encapsulatedKey] SealedSecret encapsulatedKey
             * @property {Uint8Array} [ciphertext] SealedSecret ciphertext
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SealedSecret.
             * @memberof holdfast.v1
             * @interface ISealedSecret
             * @augments holdfast.v1.SealedSecret.$Properties
             * @deprecated Use holdfast.v1.SealedSecret.$Properties instead.
             */

            /**
             * Shape of a SealedSecret.
             * @typedef {holdfast.v1.SealedSecret.$Properties} holdfast.v1.SealedSecret.$Shape
             */

            /**
             * Constructs a new SealedSecret.
             * @memberof holdfast.v1
             * @classdesc Represents a SealedSecret.
             * @constructor
             * @param {holdfast.v1.SealedSecret.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SealedSecret = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SealedSecret name.
             * @member {string} name
             * @memberof holdfast.v1.SealedSecret
             * @instance
             */
            SealedSecret.prototype.name = "";

            /**
             * SealedSecret encapsulatedKey.
             * @member {Uint8Array} encapsulatedKey
             * @memberof holdfast.v1.SealedSecret
             * @instance
             */
            SealedSecret.prototype.encapsulatedKey = $util.newBuffer([]);

            /**
             * SealedSecret ciphertext.
             * @member {Uint8Array} ciphertext
             * @memberof holdfast.v1.SealedSecret
             * @instance
             */
            SealedSecret.prototype.ciphertext = $util.newBuffer([]);

            /**
             * Encodes the specified SealedSecret message. Does not implicitly {@link holdfast.v1.SealedSecret.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.SealedSecret
             * @static
             * @param {holdfast.v1.SealedSecret.$Properties} message SealedSecret message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SealedSecret.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.encapsulatedKey != null && $Object.hasOwnProperty.call(message, "encapsulatedKey") && message.encapsulatedKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.encapsulatedKey);
                if (message.ciphertext != null && $Object.hasOwnProperty.call(message, "ciphertext") && message.ciphertext.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.ciphertext);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SealedSecret message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.SealedSecret
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.SealedSecret & holdfast.v1.SealedSecret.$Shape} SealedSecret
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SealedSecret.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.SealedSecret();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.encapsulatedKey = value;
                            else
                                delete message.encapsulatedKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.ciphertext = value;
                            else
                                delete message.ciphertext;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SealedSecret;
        })();

        v1.Target = (function() {

            /**
             * Properties of a Target.
             * @typedef {Object} holdfast.v1.Target.$Properties
             * @property {string} [fleet] Target fleet
             * @property {string} [device] Target device
             * @property {number} [epoch] Target epoch
             * @property {holdfast.v1.Release.$Properties} [release] Target release
             * @property {holdfast.v1.Release.$Properties} [fallback] Target fallback
             * @property {holdfast.v1.Policy.$Properties} [policy] Target policy
             * @property {number} [issuedAtMs] Target issuedAtMs
             * @property {holdfast.v1.NetworkConfig.$Properties} [network] Target network
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Target.
             * @memberof holdfast.v1
             * @interface ITarget
             * @augments holdfast.v1.Target.$Properties
             * @deprecated Use holdfast.v1.Target.$Properties instead.
             */

            /**
             * Shape of a Target.
             * @typedef {holdfast.v1.Target.$Properties} holdfast.v1.Target.$Shape
             */

            /**
             * Constructs a new Target.
             * @memberof holdfast.v1
             * @classdesc Represents a Target.
             * @constructor
             * @param {holdfast.v1.Target.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Target = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Target fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.fleet = "";

            /**
             * Target device.
             * @member {string} device
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.device = "";

            /**
             * Target epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Target release.
             * @member {holdfast.v1.Release} release
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.release = null;

            /**
             * Target fallback.
             * @member {holdfast.v1.Release} fallback
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.fallback = null;

            /**
             * Target policy.
             * @member {holdfast.v1.Policy} policy
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.policy = null;

            /**
             * Target issuedAtMs.
             * @member {number} issuedAtMs
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.issuedAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Target network.
             * @member {holdfast.v1.NetworkConfig} network
             * @memberof holdfast.v1.Target
             * @instance
             */
            Target.prototype.network = null;

            /**
             * Encodes the specified Target message. Does not implicitly {@link holdfast.v1.Target.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Target
             * @static
             * @param {holdfast.v1.Target.$Properties} message Target message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Target.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.fleet);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.device);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.epoch);
                if (message.release != null && $Object.hasOwnProperty.call(message, "release"))
                    $root.holdfast.v1.Release.encode(message.release, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.fallback != null && $Object.hasOwnProperty.call(message, "fallback"))
                    $root.holdfast.v1.Release.encode(message.fallback, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy"))
                    $root.holdfast.v1.Policy.encode(message.policy, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.issuedAtMs != null && $Object.hasOwnProperty.call(message, "issuedAtMs") && (typeof message.issuedAtMs === "object" ? message.issuedAtMs.low || message.issuedAtMs.high : message.issuedAtMs !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.issuedAtMs);
                if (message.network != null && $Object.hasOwnProperty.call(message, "network"))
                    $root.holdfast.v1.NetworkConfig.encode(message.network, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Target message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Target
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Target & holdfast.v1.Target.$Shape} Target
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Target.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Target();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.release = $root.holdfast.v1.Release.decode(reader, reader.size(), $undefined, _depth + 1, message.release);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.fallback = $root.holdfast.v1.Release.decode(reader, reader.size(), $undefined, _depth + 1, message.fallback);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.policy = $root.holdfast.v1.Policy.decode(reader, reader.size(), $undefined, _depth + 1, message.policy);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAtMs = value;
                            else
                                delete message.issuedAtMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.network = $root.holdfast.v1.NetworkConfig.decode(reader, reader.size(), $undefined, _depth + 1, message.network);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Target;
        })();

        v1.Policy = (function() {

            /**
             * Properties of a Policy.
             * @typedef {Object} holdfast.v1.Policy.$Properties
             * @property {number} [healthTimeoutMs] Policy healthTimeoutMs
             * @property {number} [soakMs] Policy soakMs
             * @property {number} [contactTimeoutMs] Policy contactTimeoutMs
             * @property {number} [fetchAttempts] Policy fetchAttempts
             * @property {number} [resumeAttempts] Policy resumeAttempts
             * @property {Array.<holdfast.v1.Window.$Properties>} [windows] Policy windows
             * @property {boolean} [ignoreLocks] Policy ignoreLocks
             * @property {boolean} [ignoreWindows] Policy ignoreWindows
             * @property {number} [fetchBytes] Policy fetchBytes
             * @property {Array.<holdfast.v1.ByteBudget.$Properties>} [byteBudgets] Policy byteBudgets
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Policy.
             * @memberof holdfast.v1
             * @interface IPolicy
             * @augments holdfast.v1.Policy.$Properties
             * @deprecated Use holdfast.v1.Policy.$Properties instead.
             */

            /**
             * Shape of a Policy.
             * @typedef {holdfast.v1.Policy.$Properties} holdfast.v1.Policy.$Shape
             */

            /**
             * Constructs a new Policy.
             * @memberof holdfast.v1
             * @classdesc Represents a Policy.
             * @constructor
             * @param {holdfast.v1.Policy.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Policy = function (properties) {
                this.windows = [];
                this.byteBudgets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Policy healthTimeoutMs.
             * @member {number} healthTimeoutMs
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.healthTimeoutMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Policy soakMs.
             * @member {number} soakMs
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.soakMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Policy contactTimeoutMs.
             * @member {number} contactTimeoutMs
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.contactTimeoutMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Policy fetchAttempts.
             * @member {number} fetchAttempts
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.fetchAttempts = 0;

            /**
             * Policy resumeAttempts.
             * @member {number} resumeAttempts
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.resumeAttempts = 0;

            /**
             * Policy windows.
             * @member {Array.<holdfast.v1.Window>} windows
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.windows = $util.emptyArray;

            /**
             * Policy ignoreLocks.
             * @member {boolean} ignoreLocks
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.ignoreLocks = false;

            /**
             * Policy ignoreWindows.
             * @member {boolean} ignoreWindows
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.ignoreWindows = false;

            /**
             * Policy fetchBytes.
             * @member {number} fetchBytes
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.fetchBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Policy byteBudgets.
             * @member {Array.<holdfast.v1.ByteBudget>} byteBudgets
             * @memberof holdfast.v1.Policy
             * @instance
             */
            Policy.prototype.byteBudgets = $util.emptyArray;

            /**
             * Encodes the specified Policy message. Does not implicitly {@link holdfast.v1.Policy.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Policy
             * @static
             * @param {holdfast.v1.Policy.$Properties} message Policy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Policy.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.healthTimeoutMs != null && $Object.hasOwnProperty.call(message, "healthTimeoutMs") && (typeof message.healthTimeoutMs === "object" ? message.healthTimeoutMs.low || message.healthTimeoutMs.high : message.healthTimeoutMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.healthTimeoutMs);
                if (message.soakMs != null && $Object.hasOwnProperty.call(message, "soakMs") && (typeof message.soakMs === "object" ? message.soakMs.low || message.soakMs.high : message.soakMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.soakMs);
                if (message.contactTimeoutMs != null && $Object.hasOwnProperty.call(message, "contactTimeoutMs") && (typeof message.contactTimeoutMs === "object" ? message.contactTimeoutMs.low || message.contactTimeoutMs.high : message.contactTimeoutMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.contactTimeoutMs);
                if (message.fetchAttempts != null && $Object.hasOwnProperty.call(message, "fetchAttempts") && message.fetchAttempts !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.fetchAttempts);
                if (message.resumeAttempts != null && $Object.hasOwnProperty.call(message, "resumeAttempts") && message.resumeAttempts !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.resumeAttempts);
                if (message.windows != null && message.windows.length)
                    for (let i = 0; i < message.windows.length; ++i)
                        $root.holdfast.v1.Window.encode(message.windows[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.ignoreLocks != null && $Object.hasOwnProperty.call(message, "ignoreLocks") && message.ignoreLocks !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ignoreLocks);
                if (message.ignoreWindows != null && $Object.hasOwnProperty.call(message, "ignoreWindows") && message.ignoreWindows !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.ignoreWindows);
                if (message.fetchBytes != null && $Object.hasOwnProperty.call(message, "fetchBytes") && (typeof message.fetchBytes === "object" ? message.fetchBytes.low || message.fetchBytes.high : message.fetchBytes !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.fetchBytes);
                if (message.byteBudgets != null && message.byteBudgets.length)
                    for (let i = 0; i < message.byteBudgets.length; ++i)
                        $root.holdfast.v1.ByteBudget.encode(message.byteBudgets[i], writer.uint32(/* id 30, wireType 2 =*/242).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Policy message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Policy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Policy & holdfast.v1.Policy.$Shape} Policy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Policy.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Policy();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.healthTimeoutMs = value;
                            else
                                delete message.healthTimeoutMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.soakMs = value;
                            else
                                delete message.soakMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.contactTimeoutMs = value;
                            else
                                delete message.contactTimeoutMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.fetchAttempts = value;
                            else
                                delete message.fetchAttempts;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.resumeAttempts = value;
                            else
                                delete message.resumeAttempts;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.windows && message.windows.length))
                                message.windows = [];
                            message.windows.push($root.holdfast.v1.Window.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ignoreLocks = value;
                            else
                                delete message.ignoreLocks;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ignoreWindows = value;
                            else
                                delete message.ignoreWindows;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.fetchBytes = value;
                            else
                                delete message.fetchBytes;
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            if (!(message.byteBudgets && message.byteBudgets.length))
                                message.byteBudgets = [];
                            message.byteBudgets.push($root.holdfast.v1.ByteBudget.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Policy;
        })();

        /**
         * ByteClass enum.
         * @name holdfast.v1.ByteClass
         * @enum {number}
         * @property {number} BYTE_CLASS_UNSPECIFIED=0 BYTE_CLASS_UNSPECIFIED value
         * @property {number} BYTE_CLASS_CONTROL=1 BYTE_CLASS_CONTROL value
         * @property {number} BYTE_CLASS_REPORTS=2 BYTE_CLASS_REPORTS value
         * @property {number} BYTE_CLASS_LOGS=3 BYTE_CLASS_LOGS value
         * @property {number} BYTE_CLASS_CONTENT=4 BYTE_CLASS_CONTENT value
         */
        v1.ByteClass = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "BYTE_CLASS_UNSPECIFIED"] = 0;
            values[valuesById[1] = "BYTE_CLASS_CONTROL"] = 1;
            values[valuesById[2] = "BYTE_CLASS_REPORTS"] = 2;
            values[valuesById[3] = "BYTE_CLASS_LOGS"] = 3;
            values[valuesById[4] = "BYTE_CLASS_CONTENT"] = 4;
            return values;
        })();

        v1.ByteBudget = (function() {

            /**
             * Properties of a ByteBudget.
             * @typedef {Object} holdfast.v1.ByteBudget.$Properties
             * @property {holdfast.v1.ByteClass} ["class"] ByteBudget class
             * @property {string} [link] ByteBudget link
             * @property {number} [dayBytes] ByteBudget dayBytes
             * @property {number} [monthBytes] ByteBudget monthBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ByteBudget.
             * @memberof holdfast.v1
             * @interface IByteBudget
             * @augments holdfast.v1.ByteBudget.$Properties
             * @deprecated Use holdfast.v1.ByteBudget.$Properties instead.
             */

            /**
             * Shape of a ByteBudget.
             * @typedef {holdfast.v1.ByteBudget.$Properties} holdfast.v1.ByteBudget.$Shape
             */

            /**
             * Constructs a new ByteBudget.
             * @memberof holdfast.v1
             * @classdesc Represents a ByteBudget.
             * @constructor
             * @param {holdfast.v1.ByteBudget.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ByteBudget = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ByteBudget class.
             * @member {holdfast.v1.ByteClass} class
             * @memberof holdfast.v1.ByteBudget
             * @instance
             */
            ByteBudget.prototype["class"] = 0;

            /**
             * ByteBudget link.
             * @member {string} link
             * @memberof holdfast.v1.ByteBudget
             * @instance
             */
            ByteBudget.prototype.link = "";

            /**
             * ByteBudget dayBytes.
             * @member {number} dayBytes
             * @memberof holdfast.v1.ByteBudget
             * @instance
             */
            ByteBudget.prototype.dayBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ByteBudget monthBytes.
             * @member {number} monthBytes
             * @memberof holdfast.v1.ByteBudget
             * @instance
             */
            ByteBudget.prototype.monthBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ByteBudget message. Does not implicitly {@link holdfast.v1.ByteBudget.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ByteBudget
             * @static
             * @param {holdfast.v1.ByteBudget.$Properties} message ByteBudget message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ByteBudget.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message["class"] != null && $Object.hasOwnProperty.call(message, "class") && message["class"] !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message["class"]);
                if (message.link != null && $Object.hasOwnProperty.call(message, "link") && message.link !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.link);
                if (message.dayBytes != null && $Object.hasOwnProperty.call(message, "dayBytes") && (typeof message.dayBytes === "object" ? message.dayBytes.low || message.dayBytes.high : message.dayBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.dayBytes);
                if (message.monthBytes != null && $Object.hasOwnProperty.call(message, "monthBytes") && (typeof message.monthBytes === "object" ? message.monthBytes.low || message.monthBytes.high : message.monthBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.monthBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ByteBudget message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ByteBudget
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ByteBudget & holdfast.v1.ByteBudget.$Shape} ByteBudget
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ByteBudget.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ByteBudget();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message["class"] = value;
                            else
                                delete message["class"];
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.link = value;
                            else
                                delete message.link;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dayBytes = value;
                            else
                                delete message.dayBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monthBytes = value;
                            else
                                delete message.monthBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ByteBudget;
        })();

        /**
         * Gate enum.
         * @name holdfast.v1.Gate
         * @enum {number}
         * @property {number} GATE_UNSPECIFIED=0 GATE_UNSPECIFIED value
         * @property {number} GATE_DOWNLOAD=1 GATE_DOWNLOAD value
         * @property {number} GATE_APPLY=2 GATE_APPLY value
         */
        v1.Gate = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "GATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "GATE_DOWNLOAD"] = 1;
            values[valuesById[2] = "GATE_APPLY"] = 2;
            return values;
        })();

        v1.Window = (function() {

            /**
             * Properties of a Window.
             * @typedef {Object} holdfast.v1.Window.$Properties
             * @property {string} [schedule] Window schedule
             * @property {string} [timeZone] Window timeZone
             * @property {number} [durationMs] Window durationMs
             * @property {holdfast.v1.Gate} [gate] Window gate
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Window.
             * @memberof holdfast.v1
             * @interface IWindow
             * @augments holdfast.v1.Window.$Properties
             * @deprecated Use holdfast.v1.Window.$Properties instead.
             */

            /**
             * Shape of a Window.
             * @typedef {holdfast.v1.Window.$Properties} holdfast.v1.Window.$Shape
             */

            /**
             * Constructs a new Window.
             * @memberof holdfast.v1
             * @classdesc Represents a Window.
             * @constructor
             * @param {holdfast.v1.Window.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Window = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Window schedule.
             * @member {string} schedule
             * @memberof holdfast.v1.Window
             * @instance
             */
            Window.prototype.schedule = "";

            /**
             * Window timeZone.
             * @member {string} timeZone
             * @memberof holdfast.v1.Window
             * @instance
             */
            Window.prototype.timeZone = "";

            /**
             * Window durationMs.
             * @member {number} durationMs
             * @memberof holdfast.v1.Window
             * @instance
             */
            Window.prototype.durationMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Window gate.
             * @member {holdfast.v1.Gate} gate
             * @memberof holdfast.v1.Window
             * @instance
             */
            Window.prototype.gate = 0;

            /**
             * Encodes the specified Window message. Does not implicitly {@link holdfast.v1.Window.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Window
             * @static
             * @param {holdfast.v1.Window.$Properties} message Window message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Window.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.schedule != null && $Object.hasOwnProperty.call(message, "schedule") && message.schedule !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.schedule);
                if (message.timeZone != null && $Object.hasOwnProperty.call(message, "timeZone") && message.timeZone !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.timeZone);
                if (message.durationMs != null && $Object.hasOwnProperty.call(message, "durationMs") && (typeof message.durationMs === "object" ? message.durationMs.low || message.durationMs.high : message.durationMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.durationMs);
                if (message.gate != null && $Object.hasOwnProperty.call(message, "gate") && message.gate !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.gate);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Window message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Window
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Window & holdfast.v1.Window.$Shape} Window
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Window.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Window();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.schedule = value;
                            else
                                delete message.schedule;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.timeZone = value;
                            else
                                delete message.timeZone;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.durationMs = value;
                            else
                                delete message.durationMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.gate = value;
                            else
                                delete message.gate;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Window;
        })();

        v1.Release = (function() {

            /**
             * Properties of a Release.
             * @typedef {Object} holdfast.v1.Release.$Properties
             * @property {string} [id] Release id
             * @property {string} [name] Release name
             * @property {string} [version] Release version
             * @property {Array.<holdfast.v1.Service.$Properties>} [services] Release services
             * @property {Array.<holdfast.v1.Volume.$Properties>} [volumes] Release volumes
             * @property {Array.<holdfast.v1.Network.$Properties>} [networks] Release networks
             * @property {holdfast.v1.Requirements.$Properties} [requirements] Release requirements
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Release.
             * @memberof holdfast.v1
             * @interface IRelease
             * @augments holdfast.v1.Release.$Properties
             * @deprecated Use holdfast.v1.Release.$Properties instead.
             */

            /**
             * Shape of a Release.
             * @typedef {holdfast.v1.Release.$Properties} holdfast.v1.Release.$Shape
             */

            /**
             * Constructs a new Release.
             * @memberof holdfast.v1
             * @classdesc Represents a Release.
             * @constructor
             * @param {holdfast.v1.Release.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Release = function (properties) {
                this.services = [];
                this.volumes = [];
                this.networks = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Release id.
             * @member {string} id
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.id = "";

            /**
             * Release name.
             * @member {string} name
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.name = "";

            /**
             * Release version.
             * @member {string} version
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.version = "";

            /**
             * Release services.
             * @member {Array.<holdfast.v1.Service>} services
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.services = $util.emptyArray;

            /**
             * Release volumes.
             * @member {Array.<holdfast.v1.Volume>} volumes
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.volumes = $util.emptyArray;

            /**
             * Release networks.
             * @member {Array.<holdfast.v1.Network>} networks
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.networks = $util.emptyArray;

            /**
             * Release requirements.
             * @member {holdfast.v1.Requirements} requirements
             * @memberof holdfast.v1.Release
             * @instance
             */
            Release.prototype.requirements = null;

            /**
             * Encodes the specified Release message. Does not implicitly {@link holdfast.v1.Release.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Release
             * @static
             * @param {holdfast.v1.Release.$Properties} message Release message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Release.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.name);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.version);
                if (message.services != null && message.services.length)
                    for (let i = 0; i < message.services.length; ++i)
                        $root.holdfast.v1.Service.encode(message.services[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.volumes != null && message.volumes.length)
                    for (let i = 0; i < message.volumes.length; ++i)
                        $root.holdfast.v1.Volume.encode(message.volumes[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.networks != null && message.networks.length)
                    for (let i = 0; i < message.networks.length; ++i)
                        $root.holdfast.v1.Network.encode(message.networks[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.requirements != null && $Object.hasOwnProperty.call(message, "requirements"))
                    $root.holdfast.v1.Requirements.encode(message.requirements, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Release message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Release
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Release & holdfast.v1.Release.$Shape} Release
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Release.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Release();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.services && message.services.length))
                                message.services = [];
                            message.services.push($root.holdfast.v1.Service.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.volumes && message.volumes.length))
                                message.volumes = [];
                            message.volumes.push($root.holdfast.v1.Volume.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networks && message.networks.length))
                                message.networks = [];
                            message.networks.push($root.holdfast.v1.Network.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.requirements = $root.holdfast.v1.Requirements.decode(reader, reader.size(), $undefined, _depth + 1, message.requirements);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Release;
        })();

        v1.Requirements = (function() {

            /**
             * Properties of a Requirements.
             * @typedef {Object} holdfast.v1.Requirements.$Properties
             * @property {Array.<string>} [architectures] Requirements architectures
             * @property {Array.<string>} [deviceTypes] Requirements deviceTypes
             * @property {number} [memoryBytes] Requirements memoryBytes
             * @property {number} [diskBytes] Requirements diskBytes
             * @property {Array.<string>} [devices] Requirements devices
             * @property {Array.<string>} [operatingSystems] Requirements operatingSystems
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Requirements.
             * @memberof holdfast.v1
             * @interface IRequirements
             * @augments holdfast.v1.Requirements.$Properties
             * @deprecated Use holdfast.v1.Requirements.$Properties instead.
             */

            /**
             * Shape of a Requirements.
             * @typedef {holdfast.v1.Requirements.$Properties} holdfast.v1.Requirements.$Shape
             */

            /**
             * Constructs a new Requirements.
             * @memberof holdfast.v1
             * @classdesc Represents a Requirements.
             * @constructor
             * @param {holdfast.v1.Requirements.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Requirements = function (properties) {
                this.architectures = [];
                this.deviceTypes = [];
                this.devices = [];
                this.operatingSystems = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Requirements architectures.
             * @member {Array.<string>} architectures
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.architectures = $util.emptyArray;

            /**
             * Requirements deviceTypes.
             * @member {Array.<string>} deviceTypes
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.deviceTypes = $util.emptyArray;

            /**
             * Requirements memoryBytes.
             * @member {number} memoryBytes
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Requirements diskBytes.
             * @member {number} diskBytes
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.diskBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Requirements devices.
             * @member {Array.<string>} devices
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.devices = $util.emptyArray;

            /**
             * Requirements operatingSystems.
             * @member {Array.<string>} operatingSystems
             * @memberof holdfast.v1.Requirements
             * @instance
             */
            Requirements.prototype.operatingSystems = $util.emptyArray;

            /**
             * Encodes the specified Requirements message. Does not implicitly {@link holdfast.v1.Requirements.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Requirements
             * @static
             * @param {holdfast.v1.Requirements.$Properties} message Requirements message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Requirements.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.architectures != null && message.architectures.length)
                    for (let i = 0; i < message.architectures.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.architectures[i]);
                if (message.deviceTypes != null && message.deviceTypes.length)
                    for (let i = 0; i < message.deviceTypes.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.deviceTypes[i]);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.memoryBytes);
                if (message.diskBytes != null && $Object.hasOwnProperty.call(message, "diskBytes") && (typeof message.diskBytes === "object" ? message.diskBytes.low || message.diskBytes.high : message.diskBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.diskBytes);
                if (message.devices != null && message.devices.length)
                    for (let i = 0; i < message.devices.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.devices[i]);
                if (message.operatingSystems != null && message.operatingSystems.length)
                    for (let i = 0; i < message.operatingSystems.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).string(message.operatingSystems[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Requirements message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Requirements
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Requirements & holdfast.v1.Requirements.$Shape} Requirements
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Requirements.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Requirements();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.architectures && message.architectures.length))
                                message.architectures = [];
                            message.architectures.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deviceTypes && message.deviceTypes.length))
                                message.deviceTypes = [];
                            message.deviceTypes.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.diskBytes = value;
                            else
                                delete message.diskBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.devices && message.devices.length))
                                message.devices = [];
                            message.devices.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.operatingSystems && message.operatingSystems.length))
                                message.operatingSystems = [];
                            message.operatingSystems.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Requirements;
        })();

        /**
         * Strategy enum.
         * @name holdfast.v1.Strategy
         * @enum {number}
         * @property {number} STRATEGY_UNSPECIFIED=0 STRATEGY_UNSPECIFIED value
         * @property {number} STRATEGY_DOWNLOAD_THEN_KILL=1 STRATEGY_DOWNLOAD_THEN_KILL value
         * @property {number} STRATEGY_KILL_THEN_DOWNLOAD=2 STRATEGY_KILL_THEN_DOWNLOAD value
         * @property {number} STRATEGY_DELETE_THEN_DOWNLOAD=3 STRATEGY_DELETE_THEN_DOWNLOAD value
         * @property {number} STRATEGY_HAND_OVER=4 STRATEGY_HAND_OVER value
         */
        v1.Strategy = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "STRATEGY_UNSPECIFIED"] = 0;
            values[valuesById[1] = "STRATEGY_DOWNLOAD_THEN_KILL"] = 1;
            values[valuesById[2] = "STRATEGY_KILL_THEN_DOWNLOAD"] = 2;
            values[valuesById[3] = "STRATEGY_DELETE_THEN_DOWNLOAD"] = 3;
            values[valuesById[4] = "STRATEGY_HAND_OVER"] = 4;
            return values;
        })();

        /**
         * Condition enum.
         * @name holdfast.v1.Condition
         * @enum {number}
         * @property {number} CONDITION_UNSPECIFIED=0 CONDITION_UNSPECIFIED value
         * @property {number} CONDITION_STARTED=1 CONDITION_STARTED value
         * @property {number} CONDITION_HEALTHY=2 CONDITION_HEALTHY value
         * @property {number} CONDITION_COMPLETED=3 CONDITION_COMPLETED value
         */
        v1.Condition = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CONDITION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CONDITION_STARTED"] = 1;
            values[valuesById[2] = "CONDITION_HEALTHY"] = 2;
            values[valuesById[3] = "CONDITION_COMPLETED"] = 3;
            return values;
        })();

        /**
         * Restart enum.
         * @name holdfast.v1.Restart
         * @enum {number}
         * @property {number} RESTART_UNSPECIFIED=0 RESTART_UNSPECIFIED value
         * @property {number} RESTART_NO=1 RESTART_NO value
         * @property {number} RESTART_ALWAYS=2 RESTART_ALWAYS value
         * @property {number} RESTART_ON_FAILURE=3 RESTART_ON_FAILURE value
         * @property {number} RESTART_UNLESS_STOPPED=4 RESTART_UNLESS_STOPPED value
         */
        v1.Restart = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "RESTART_UNSPECIFIED"] = 0;
            values[valuesById[1] = "RESTART_NO"] = 1;
            values[valuesById[2] = "RESTART_ALWAYS"] = 2;
            values[valuesById[3] = "RESTART_ON_FAILURE"] = 3;
            values[valuesById[4] = "RESTART_UNLESS_STOPPED"] = 4;
            return values;
        })();

        v1.Service = (function() {

            /**
             * Properties of a Service.
             * @typedef {Object} holdfast.v1.Service.$Properties
             * @property {string} [name] Service name
             * @property {string} [image] Service image
             * @property {string} [imageTag] Service imageTag
             * @property {number} [imageBytes] Service imageBytes
             * @property {holdfast.v1.Strategy} [strategy] Service strategy
             * @property {holdfast.v1.HandOver.$Properties} [handOver] Service handOver
             * @property {number} [priority] Service priority
             * @property {boolean} [localApi] Service localApi
             * @property {Array.<string>} [entrypoint] Service entrypoint
             * @property {Array.<string>} [command] Service command
             * @property {Object.<string,string>} [environment] Service environment
             * @property {string} [workingDir] Service workingDir
             * @property {string} [user] Service user
             * @property {Array.<string>} [groupAdd] Service groupAdd
             * @property {Object.<string,string>} [labels] Service labels
             * @property {string} [stopSignal] Service stopSignal
             * @property {number} [stopGraceMs] Service stopGraceMs
             * @property {boolean} [init] Service init
             * @property {boolean} [readOnly] Service readOnly
             * @property {boolean} [tty] Service tty
             * @property {boolean} [stdinOpen] Service stdinOpen
             * @property {string} [platform] Service platform
             * @property {Array.<holdfast.v1.Dependency.$Properties>} [dependsOn] Service dependsOn
             * @property {holdfast.v1.Healthcheck.$Properties} [healthcheck] Service healthcheck
             * @property {holdfast.v1.Restart} [restart] Service restart
             * @property {number} [restartMaxRetries] Service restartMaxRetries
             * @property {Array.<holdfast.v1.Port.$Properties>} [ports] Service ports
             * @property {Array.<string>} [expose] Service expose
             * @property {string} [networkMode] Service networkMode
             * @property {Array.<holdfast.v1.Attachment.$Properties>} [networks] Service networks
             * @property {string} [hostname] Service hostname
             * @property {string} [domainname] Service domainname
             * @property {Array.<string>} [dns] Service dns
             * @property {Array.<string>} [dnsSearch] Service dnsSearch
             * @property {Array.<string>} [dnsOptions] Service dnsOptions
             * @property {Array.<string>} [extraHosts] Service extraHosts
             * @property {string} [macAddress] Service macAddress
             * @property {Array.<holdfast.v1.Mount.$Properties>} [mounts] Service mounts
             * @property {Array.<holdfast.v1.Device.$Properties>} [devices] Service devices
             * @property {Array.<string>} [deviceCgroupRules] Service deviceCgroupRules
             * @property {Array.<holdfast.v1.DeviceRequest.$Properties>} [deviceRequests] Service deviceRequests
             * @property {number} [shmBytes] Service shmBytes
             * @property {boolean} [privileged] Service privileged
             * @property {Array.<string>} [capAdd] Service capAdd
             * @property {Array.<string>} [capDrop] Service capDrop
             * @property {Array.<string>} [securityOpt] Service securityOpt
             * @property {Object.<string,string>} [sysctls] Service sysctls
             * @property {Array.<holdfast.v1.Ulimit.$Properties>} [ulimits] Service ulimits
             * @property {string} [pid] Service pid
             * @property {string} [ipc] Service ipc
             * @property {string} [uts] Service uts
             * @property {string} [usernsMode] Service usernsMode
             * @property {string} [cgroupParent] Service cgroupParent
             * @property {string} [runtime] Service runtime
             * @property {holdfast.v1.Logging.$Properties} [logging] Service logging
             * @property {holdfast.v1.Resources.$Properties} [resources] Service resources
             * @property {number} [oomScoreAdj] Service oomScoreAdj
             * @property {boolean} [oomKillDisable] Service oomKillDisable
             * @property {string} [cgroup] Service cgroup
             * @property {Object.<string,string>} [annotations] Service annotations
             * @property {Object.<string,string>} [storageOptions] Service storageOptions
             * @property {holdfast.v1.BlockIo.$Properties} [blockIo] Service blockIo
             * @property {Array.<holdfast.v1.File.$Properties>} [files] Service files
             * @property {boolean} [noInit] Service noInit
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Service.
             * @memberof holdfast.v1
             * @interface IService
             * @augments holdfast.v1.Service.$Properties
             * @deprecated Use holdfast.v1.Service.$Properties instead.
             */

            /**
             * Shape of a Service.
             * @typedef {holdfast.v1.Service.$Properties} holdfast.v1.Service.$Shape
             */

            /**
             * Constructs a new Service.
             * @memberof holdfast.v1
             * @classdesc Represents a Service.
             * @constructor
             * @param {holdfast.v1.Service.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Service = function (properties) {
                this.entrypoint = [];
                this.command = [];
                this.environment = {};
                this.groupAdd = [];
                this.labels = {};
                this.dependsOn = [];
                this.ports = [];
                this.expose = [];
                this.networks = [];
                this.dns = [];
                this.dnsSearch = [];
                this.dnsOptions = [];
                this.extraHosts = [];
                this.mounts = [];
                this.devices = [];
                this.deviceCgroupRules = [];
                this.deviceRequests = [];
                this.capAdd = [];
                this.capDrop = [];
                this.securityOpt = [];
                this.sysctls = {};
                this.ulimits = [];
                this.annotations = {};
                this.storageOptions = {};
                this.files = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Service name.
             * @member {string} name
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.name = "";

            /**
             * Service image.
             * @member {string} image
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.image = "";

            /**
             * Service imageTag.
             * @member {string} imageTag
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.imageTag = "";

            /**
             * Service imageBytes.
             * @member {number} imageBytes
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.imageBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Service strategy.
             * @member {holdfast.v1.Strategy} strategy
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.strategy = 0;

            /**
             * Service handOver.
             * @member {holdfast.v1.HandOver} handOver
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.handOver = null;

            /**
             * Service priority.
             * @member {number} priority
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.priority = 0;

            /**
             * Service localApi.
             * @member {boolean} localApi
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.localApi = false;

            /**
             * Service entrypoint.
             * @member {Array.<string>} entrypoint
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.entrypoint = $util.emptyArray;

            /**
             * Service command.
             * @member {Array.<string>} command
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.command = $util.emptyArray;

            /**
             * Service environment.
             * @member {Object.<string,string>} environment
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.environment = $util.emptyObject;

            /**
             * Service workingDir.
             * @member {string} workingDir
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.workingDir = "";

            /**
             * Service user.
             * @member {string} user
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.user = "";

            /**
             * Service groupAdd.
             * @member {Array.<string>} groupAdd
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.groupAdd = $util.emptyArray;

            /**
             * Service labels.
             * @member {Object.<string,string>} labels
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.labels = $util.emptyObject;

            /**
             * Service stopSignal.
             * @member {string} stopSignal
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.stopSignal = "";

            /**
             * Service stopGraceMs.
             * @member {number} stopGraceMs
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.stopGraceMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Service init.
             * @member {boolean} init
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.init = false;

            /**
             * Service readOnly.
             * @member {boolean} readOnly
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.readOnly = false;

            /**
             * Service tty.
             * @member {boolean} tty
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.tty = false;

            /**
             * Service stdinOpen.
             * @member {boolean} stdinOpen
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.stdinOpen = false;

            /**
             * Service platform.
             * @member {string} platform
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.platform = "";

            /**
             * Service dependsOn.
             * @member {Array.<holdfast.v1.Dependency>} dependsOn
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.dependsOn = $util.emptyArray;

            /**
             * Service healthcheck.
             * @member {holdfast.v1.Healthcheck} healthcheck
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.healthcheck = null;

            /**
             * Service restart.
             * @member {holdfast.v1.Restart} restart
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.restart = 0;

            /**
             * Service restartMaxRetries.
             * @member {number} restartMaxRetries
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.restartMaxRetries = 0;

            /**
             * Service ports.
             * @member {Array.<holdfast.v1.Port>} ports
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.ports = $util.emptyArray;

            /**
             * Service expose.
             * @member {Array.<string>} expose
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.expose = $util.emptyArray;

            /**
             * Service networkMode.
             * @member {string} networkMode
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.networkMode = "";

            /**
             * Service networks.
             * @member {Array.<holdfast.v1.Attachment>} networks
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.networks = $util.emptyArray;

            /**
             * Service hostname.
             * @member {string} hostname
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.hostname = "";

            /**
             * Service domainname.
             * @member {string} domainname
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.domainname = "";

            /**
             * Service dns.
             * @member {Array.<string>} dns
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.dns = $util.emptyArray;

            /**
             * Service dnsSearch.
             * @member {Array.<string>} dnsSearch
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.dnsSearch = $util.emptyArray;

            /**
             * Service dnsOptions.
             * @member {Array.<string>} dnsOptions
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.dnsOptions = $util.emptyArray;

            /**
             * Service extraHosts.
             * @member {Array.<string>} extraHosts
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.extraHosts = $util.emptyArray;

            /**
             * Service macAddress.
             * @member {string} macAddress
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.macAddress = "";

            /**
             * Service mounts.
             * @member {Array.<holdfast.v1.Mount>} mounts
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.mounts = $util.emptyArray;

            /**
             * Service devices.
             * @member {Array.<holdfast.v1.Device>} devices
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.devices = $util.emptyArray;

            /**
             * Service deviceCgroupRules.
             * @member {Array.<string>} deviceCgroupRules
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.deviceCgroupRules = $util.emptyArray;

            /**
             * Service deviceRequests.
             * @member {Array.<holdfast.v1.DeviceRequest>} deviceRequests
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.deviceRequests = $util.emptyArray;

            /**
             * Service shmBytes.
             * @member {number} shmBytes
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.shmBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Service privileged.
             * @member {boolean} privileged
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.privileged = false;

            /**
             * Service capAdd.
             * @member {Array.<string>} capAdd
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.capAdd = $util.emptyArray;

            /**
             * Service capDrop.
             * @member {Array.<string>} capDrop
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.capDrop = $util.emptyArray;

            /**
             * Service securityOpt.
             * @member {Array.<string>} securityOpt
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.securityOpt = $util.emptyArray;

            /**
             * Service sysctls.
             * @member {Object.<string,string>} sysctls
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.sysctls = $util.emptyObject;

            /**
             * Service ulimits.
             * @member {Array.<holdfast.v1.Ulimit>} ulimits
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.ulimits = $util.emptyArray;

            /**
             * Service pid.
             * @member {string} pid
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.pid = "";

            /**
             * Service ipc.
             * @member {string} ipc
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.ipc = "";

            /**
             * Service uts.
             * @member {string} uts
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.uts = "";

            /**
             * Service usernsMode.
             * @member {string} usernsMode
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.usernsMode = "";

            /**
             * Service cgroupParent.
             * @member {string} cgroupParent
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.cgroupParent = "";

            /**
             * Service runtime.
             * @member {string} runtime
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.runtime = "";

            /**
             * Service logging.
             * @member {holdfast.v1.Logging} logging
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.logging = null;

            /**
             * Service resources.
             * @member {holdfast.v1.Resources} resources
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.resources = null;

            /**
             * Service oomScoreAdj.
             * @member {number} oomScoreAdj
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.oomScoreAdj = 0;

            /**
             * Service oomKillDisable.
             * @member {boolean} oomKillDisable
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.oomKillDisable = false;

            /**
             * Service cgroup.
             * @member {string} cgroup
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.cgroup = "";

            /**
             * Service annotations.
             * @member {Object.<string,string>} annotations
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.annotations = $util.emptyObject;

            /**
             * Service storageOptions.
             * @member {Object.<string,string>} storageOptions
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.storageOptions = $util.emptyObject;

            /**
             * Service blockIo.
             * @member {holdfast.v1.BlockIo} blockIo
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.blockIo = null;

            /**
             * Service files.
             * @member {Array.<holdfast.v1.File>} files
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.files = $util.emptyArray;

            /**
             * Service noInit.
             * @member {boolean} noInit
             * @memberof holdfast.v1.Service
             * @instance
             */
            Service.prototype.noInit = false;

            /**
             * Encodes the specified Service message. Does not implicitly {@link holdfast.v1.Service.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Service
             * @static
             * @param {holdfast.v1.Service.$Properties} message Service message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Service.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.image);
                if (message.imageTag != null && $Object.hasOwnProperty.call(message, "imageTag") && message.imageTag !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.imageTag);
                if (message.imageBytes != null && $Object.hasOwnProperty.call(message, "imageBytes") && (typeof message.imageBytes === "object" ? message.imageBytes.low || message.imageBytes.high : message.imageBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.imageBytes);
                if (message.strategy != null && $Object.hasOwnProperty.call(message, "strategy") && message.strategy !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).int32(message.strategy);
                if (message.handOver != null && $Object.hasOwnProperty.call(message, "handOver"))
                    $root.holdfast.v1.HandOver.encode(message.handOver, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).sint32(message.priority);
                if (message.localApi != null && $Object.hasOwnProperty.call(message, "localApi") && message.localApi !== false)
                    writer.uint32(/* id 8, wireType 0 =*/64).bool(message.localApi);
                if (message.entrypoint != null && message.entrypoint.length)
                    for (let i = 0; i < message.entrypoint.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.entrypoint[i]);
                if (message.command != null && message.command.length)
                    for (let i = 0; i < message.command.length; ++i)
                        writer.uint32(/* id 11, wireType 2 =*/90).string(message.command[i]);
                if (message.environment != null && $Object.hasOwnProperty.call(message, "environment"))
                    for (let keys = $Object.keys(message.environment), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 12, wireType 2 =*/98).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.environment[keys[i]]).ldelim();
                if (message.workingDir != null && $Object.hasOwnProperty.call(message, "workingDir") && message.workingDir !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.workingDir);
                if (message.user != null && $Object.hasOwnProperty.call(message, "user") && message.user !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.user);
                if (message.groupAdd != null && message.groupAdd.length)
                    for (let i = 0; i < message.groupAdd.length; ++i)
                        writer.uint32(/* id 15, wireType 2 =*/122).string(message.groupAdd[i]);
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 16, wireType 2 =*/130).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.stopSignal != null && $Object.hasOwnProperty.call(message, "stopSignal") && message.stopSignal !== "")
                    writer.uint32(/* id 17, wireType 2 =*/138).string(message.stopSignal);
                if (message.stopGraceMs != null && $Object.hasOwnProperty.call(message, "stopGraceMs") && (typeof message.stopGraceMs === "object" ? message.stopGraceMs.low || message.stopGraceMs.high : message.stopGraceMs !== 0))
                    writer.uint32(/* id 18, wireType 0 =*/144).uint64(message.stopGraceMs);
                if (message.init != null && $Object.hasOwnProperty.call(message, "init") && message.init !== false)
                    writer.uint32(/* id 19, wireType 0 =*/152).bool(message.init);
                if (message.readOnly != null && $Object.hasOwnProperty.call(message, "readOnly") && message.readOnly !== false)
                    writer.uint32(/* id 20, wireType 0 =*/160).bool(message.readOnly);
                if (message.tty != null && $Object.hasOwnProperty.call(message, "tty") && message.tty !== false)
                    writer.uint32(/* id 21, wireType 0 =*/168).bool(message.tty);
                if (message.stdinOpen != null && $Object.hasOwnProperty.call(message, "stdinOpen") && message.stdinOpen !== false)
                    writer.uint32(/* id 22, wireType 0 =*/176).bool(message.stdinOpen);
                if (message.platform != null && $Object.hasOwnProperty.call(message, "platform") && message.platform !== "")
                    writer.uint32(/* id 23, wireType 2 =*/186).string(message.platform);
                if (message.dependsOn != null && message.dependsOn.length)
                    for (let i = 0; i < message.dependsOn.length; ++i)
                        $root.holdfast.v1.Dependency.encode(message.dependsOn[i], writer.uint32(/* id 30, wireType 2 =*/242).fork(), _depth + 1).ldelim();
                if (message.healthcheck != null && $Object.hasOwnProperty.call(message, "healthcheck"))
                    $root.holdfast.v1.Healthcheck.encode(message.healthcheck, writer.uint32(/* id 31, wireType 2 =*/250).fork(), _depth + 1).ldelim();
                if (message.restart != null && $Object.hasOwnProperty.call(message, "restart") && message.restart !== 0)
                    writer.uint32(/* id 32, wireType 0 =*/256).int32(message.restart);
                if (message.restartMaxRetries != null && $Object.hasOwnProperty.call(message, "restartMaxRetries") && message.restartMaxRetries !== 0)
                    writer.uint32(/* id 33, wireType 0 =*/264).uint32(message.restartMaxRetries);
                if (message.ports != null && message.ports.length)
                    for (let i = 0; i < message.ports.length; ++i)
                        $root.holdfast.v1.Port.encode(message.ports[i], writer.uint32(/* id 40, wireType 2 =*/322).fork(), _depth + 1).ldelim();
                if (message.expose != null && message.expose.length)
                    for (let i = 0; i < message.expose.length; ++i)
                        writer.uint32(/* id 41, wireType 2 =*/330).string(message.expose[i]);
                if (message.networkMode != null && $Object.hasOwnProperty.call(message, "networkMode") && message.networkMode !== "")
                    writer.uint32(/* id 42, wireType 2 =*/338).string(message.networkMode);
                if (message.networks != null && message.networks.length)
                    for (let i = 0; i < message.networks.length; ++i)
                        $root.holdfast.v1.Attachment.encode(message.networks[i], writer.uint32(/* id 43, wireType 2 =*/346).fork(), _depth + 1).ldelim();
                if (message.hostname != null && $Object.hasOwnProperty.call(message, "hostname") && message.hostname !== "")
                    writer.uint32(/* id 44, wireType 2 =*/354).string(message.hostname);
                if (message.domainname != null && $Object.hasOwnProperty.call(message, "domainname") && message.domainname !== "")
                    writer.uint32(/* id 45, wireType 2 =*/362).string(message.domainname);
                if (message.dns != null && message.dns.length)
                    for (let i = 0; i < message.dns.length; ++i)
                        writer.uint32(/* id 46, wireType 2 =*/370).string(message.dns[i]);
                if (message.dnsSearch != null && message.dnsSearch.length)
                    for (let i = 0; i < message.dnsSearch.length; ++i)
                        writer.uint32(/* id 47, wireType 2 =*/378).string(message.dnsSearch[i]);
                if (message.dnsOptions != null && message.dnsOptions.length)
                    for (let i = 0; i < message.dnsOptions.length; ++i)
                        writer.uint32(/* id 48, wireType 2 =*/386).string(message.dnsOptions[i]);
                if (message.extraHosts != null && message.extraHosts.length)
                    for (let i = 0; i < message.extraHosts.length; ++i)
                        writer.uint32(/* id 49, wireType 2 =*/394).string(message.extraHosts[i]);
                if (message.macAddress != null && $Object.hasOwnProperty.call(message, "macAddress") && message.macAddress !== "")
                    writer.uint32(/* id 50, wireType 2 =*/402).string(message.macAddress);
                if (message.mounts != null && message.mounts.length)
                    for (let i = 0; i < message.mounts.length; ++i)
                        $root.holdfast.v1.Mount.encode(message.mounts[i], writer.uint32(/* id 60, wireType 2 =*/482).fork(), _depth + 1).ldelim();
                if (message.devices != null && message.devices.length)
                    for (let i = 0; i < message.devices.length; ++i)
                        $root.holdfast.v1.Device.encode(message.devices[i], writer.uint32(/* id 61, wireType 2 =*/490).fork(), _depth + 1).ldelim();
                if (message.deviceCgroupRules != null && message.deviceCgroupRules.length)
                    for (let i = 0; i < message.deviceCgroupRules.length; ++i)
                        writer.uint32(/* id 62, wireType 2 =*/498).string(message.deviceCgroupRules[i]);
                if (message.deviceRequests != null && message.deviceRequests.length)
                    for (let i = 0; i < message.deviceRequests.length; ++i)
                        $root.holdfast.v1.DeviceRequest.encode(message.deviceRequests[i], writer.uint32(/* id 63, wireType 2 =*/506).fork(), _depth + 1).ldelim();
                if (message.shmBytes != null && $Object.hasOwnProperty.call(message, "shmBytes") && (typeof message.shmBytes === "object" ? message.shmBytes.low || message.shmBytes.high : message.shmBytes !== 0))
                    writer.uint32(/* id 64, wireType 0 =*/512).uint64(message.shmBytes);
                if (message.privileged != null && $Object.hasOwnProperty.call(message, "privileged") && message.privileged !== false)
                    writer.uint32(/* id 70, wireType 0 =*/560).bool(message.privileged);
                if (message.capAdd != null && message.capAdd.length)
                    for (let i = 0; i < message.capAdd.length; ++i)
                        writer.uint32(/* id 71, wireType 2 =*/570).string(message.capAdd[i]);
                if (message.capDrop != null && message.capDrop.length)
                    for (let i = 0; i < message.capDrop.length; ++i)
                        writer.uint32(/* id 72, wireType 2 =*/578).string(message.capDrop[i]);
                if (message.securityOpt != null && message.securityOpt.length)
                    for (let i = 0; i < message.securityOpt.length; ++i)
                        writer.uint32(/* id 73, wireType 2 =*/586).string(message.securityOpt[i]);
                if (message.sysctls != null && $Object.hasOwnProperty.call(message, "sysctls"))
                    for (let keys = $Object.keys(message.sysctls), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 74, wireType 2 =*/594).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.sysctls[keys[i]]).ldelim();
                if (message.ulimits != null && message.ulimits.length)
                    for (let i = 0; i < message.ulimits.length; ++i)
                        $root.holdfast.v1.Ulimit.encode(message.ulimits[i], writer.uint32(/* id 75, wireType 2 =*/602).fork(), _depth + 1).ldelim();
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== "")
                    writer.uint32(/* id 76, wireType 2 =*/610).string(message.pid);
                if (message.ipc != null && $Object.hasOwnProperty.call(message, "ipc") && message.ipc !== "")
                    writer.uint32(/* id 77, wireType 2 =*/618).string(message.ipc);
                if (message.uts != null && $Object.hasOwnProperty.call(message, "uts") && message.uts !== "")
                    writer.uint32(/* id 78, wireType 2 =*/626).string(message.uts);
                if (message.usernsMode != null && $Object.hasOwnProperty.call(message, "usernsMode") && message.usernsMode !== "")
                    writer.uint32(/* id 79, wireType 2 =*/634).string(message.usernsMode);
                if (message.cgroupParent != null && $Object.hasOwnProperty.call(message, "cgroupParent") && message.cgroupParent !== "")
                    writer.uint32(/* id 80, wireType 2 =*/642).string(message.cgroupParent);
                if (message.runtime != null && $Object.hasOwnProperty.call(message, "runtime") && message.runtime !== "")
                    writer.uint32(/* id 81, wireType 2 =*/650).string(message.runtime);
                if (message.logging != null && $Object.hasOwnProperty.call(message, "logging"))
                    $root.holdfast.v1.Logging.encode(message.logging, writer.uint32(/* id 82, wireType 2 =*/658).fork(), _depth + 1).ldelim();
                if (message.resources != null && $Object.hasOwnProperty.call(message, "resources"))
                    $root.holdfast.v1.Resources.encode(message.resources, writer.uint32(/* id 83, wireType 2 =*/666).fork(), _depth + 1).ldelim();
                if (message.oomScoreAdj != null && $Object.hasOwnProperty.call(message, "oomScoreAdj") && message.oomScoreAdj !== 0)
                    writer.uint32(/* id 84, wireType 0 =*/672).sint32(message.oomScoreAdj);
                if (message.oomKillDisable != null && $Object.hasOwnProperty.call(message, "oomKillDisable") && message.oomKillDisable !== false)
                    writer.uint32(/* id 85, wireType 0 =*/680).bool(message.oomKillDisable);
                if (message.cgroup != null && $Object.hasOwnProperty.call(message, "cgroup") && message.cgroup !== "")
                    writer.uint32(/* id 86, wireType 2 =*/690).string(message.cgroup);
                if (message.annotations != null && $Object.hasOwnProperty.call(message, "annotations"))
                    for (let keys = $Object.keys(message.annotations), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 87, wireType 2 =*/698).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.annotations[keys[i]]).ldelim();
                if (message.storageOptions != null && $Object.hasOwnProperty.call(message, "storageOptions"))
                    for (let keys = $Object.keys(message.storageOptions), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 88, wireType 2 =*/706).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.storageOptions[keys[i]]).ldelim();
                if (message.blockIo != null && $Object.hasOwnProperty.call(message, "blockIo"))
                    $root.holdfast.v1.BlockIo.encode(message.blockIo, writer.uint32(/* id 89, wireType 2 =*/714).fork(), _depth + 1).ldelim();
                if (message.files != null && message.files.length)
                    for (let i = 0; i < message.files.length; ++i)
                        $root.holdfast.v1.File.encode(message.files[i], writer.uint32(/* id 90, wireType 2 =*/722).fork(), _depth + 1).ldelim();
                if (message.noInit != null && $Object.hasOwnProperty.call(message, "noInit") && message.noInit !== false)
                    writer.uint32(/* id 120, wireType 0 =*/960).bool(message.noInit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Service message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Service
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Service & holdfast.v1.Service.$Shape} Service
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Service.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Service();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.imageTag = value;
                            else
                                delete message.imageTag;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.imageBytes = value;
                            else
                                delete message.imageBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.strategy = value;
                            else
                                delete message.strategy;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.handOver = $root.holdfast.v1.HandOver.decode(reader, reader.size(), $undefined, _depth + 1, message.handOver);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.priority = value;
                            else
                                delete message.priority;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.localApi = value;
                            else
                                delete message.localApi;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.entrypoint && message.entrypoint.length))
                                message.entrypoint = [];
                            message.entrypoint.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.command && message.command.length))
                                message.command = [];
                            message.command.push(reader.stringVerify());
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (message.environment === $util.emptyObject)
                                message.environment = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.environment, key);
                            message.environment[key] = value;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.workingDir = value;
                            else
                                delete message.workingDir;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.user = value;
                            else
                                delete message.user;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (!(message.groupAdd && message.groupAdd.length))
                                message.groupAdd = [];
                            message.groupAdd.push(reader.stringVerify());
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.stopSignal = value;
                            else
                                delete message.stopSignal;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.stopGraceMs = value;
                            else
                                delete message.stopGraceMs;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.init = value;
                            else
                                delete message.init;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.readOnly = value;
                            else
                                delete message.readOnly;
                            continue;
                        }
                    case 21: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.tty = value;
                            else
                                delete message.tty;
                            continue;
                        }
                    case 22: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stdinOpen = value;
                            else
                                delete message.stdinOpen;
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.platform = value;
                            else
                                delete message.platform;
                            continue;
                        }
                    case 30: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dependsOn && message.dependsOn.length))
                                message.dependsOn = [];
                            message.dependsOn.push($root.holdfast.v1.Dependency.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.healthcheck = $root.holdfast.v1.Healthcheck.decode(reader, reader.size(), $undefined, _depth + 1, message.healthcheck);
                            continue;
                        }
                    case 32: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.restart = value;
                            else
                                delete message.restart;
                            continue;
                        }
                    case 33: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.restartMaxRetries = value;
                            else
                                delete message.restartMaxRetries;
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ports && message.ports.length))
                                message.ports = [];
                            message.ports.push($root.holdfast.v1.Port.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 41: {
                            if (wireType !== 2)
                                break;
                            if (!(message.expose && message.expose.length))
                                message.expose = [];
                            message.expose.push(reader.stringVerify());
                            continue;
                        }
                    case 42: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.networkMode = value;
                            else
                                delete message.networkMode;
                            continue;
                        }
                    case 43: {
                            if (wireType !== 2)
                                break;
                            if (!(message.networks && message.networks.length))
                                message.networks = [];
                            message.networks.push($root.holdfast.v1.Attachment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 44: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostname = value;
                            else
                                delete message.hostname;
                            continue;
                        }
                    case 45: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.domainname = value;
                            else
                                delete message.domainname;
                            continue;
                        }
                    case 46: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dns && message.dns.length))
                                message.dns = [];
                            message.dns.push(reader.stringVerify());
                            continue;
                        }
                    case 47: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dnsSearch && message.dnsSearch.length))
                                message.dnsSearch = [];
                            message.dnsSearch.push(reader.stringVerify());
                            continue;
                        }
                    case 48: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dnsOptions && message.dnsOptions.length))
                                message.dnsOptions = [];
                            message.dnsOptions.push(reader.stringVerify());
                            continue;
                        }
                    case 49: {
                            if (wireType !== 2)
                                break;
                            if (!(message.extraHosts && message.extraHosts.length))
                                message.extraHosts = [];
                            message.extraHosts.push(reader.stringVerify());
                            continue;
                        }
                    case 50: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.macAddress = value;
                            else
                                delete message.macAddress;
                            continue;
                        }
                    case 60: {
                            if (wireType !== 2)
                                break;
                            if (!(message.mounts && message.mounts.length))
                                message.mounts = [];
                            message.mounts.push($root.holdfast.v1.Mount.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 61: {
                            if (wireType !== 2)
                                break;
                            if (!(message.devices && message.devices.length))
                                message.devices = [];
                            message.devices.push($root.holdfast.v1.Device.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 62: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deviceCgroupRules && message.deviceCgroupRules.length))
                                message.deviceCgroupRules = [];
                            message.deviceCgroupRules.push(reader.stringVerify());
                            continue;
                        }
                    case 63: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deviceRequests && message.deviceRequests.length))
                                message.deviceRequests = [];
                            message.deviceRequests.push($root.holdfast.v1.DeviceRequest.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 64: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.shmBytes = value;
                            else
                                delete message.shmBytes;
                            continue;
                        }
                    case 70: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.privileged = value;
                            else
                                delete message.privileged;
                            continue;
                        }
                    case 71: {
                            if (wireType !== 2)
                                break;
                            if (!(message.capAdd && message.capAdd.length))
                                message.capAdd = [];
                            message.capAdd.push(reader.stringVerify());
                            continue;
                        }
                    case 72: {
                            if (wireType !== 2)
                                break;
                            if (!(message.capDrop && message.capDrop.length))
                                message.capDrop = [];
                            message.capDrop.push(reader.stringVerify());
                            continue;
                        }
                    case 73: {
                            if (wireType !== 2)
                                break;
                            if (!(message.securityOpt && message.securityOpt.length))
                                message.securityOpt = [];
                            message.securityOpt.push(reader.stringVerify());
                            continue;
                        }
                    case 74: {
                            if (wireType !== 2)
                                break;
                            if (message.sysctls === $util.emptyObject)
                                message.sysctls = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.sysctls, key);
                            message.sysctls[key] = value;
                            continue;
                        }
                    case 75: {
                            if (wireType !== 2)
                                break;
                            if (!(message.ulimits && message.ulimits.length))
                                message.ulimits = [];
                            message.ulimits.push($root.holdfast.v1.Ulimit.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 76: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pid = value;
                            else
                                delete message.pid;
                            continue;
                        }
                    case 77: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ipc = value;
                            else
                                delete message.ipc;
                            continue;
                        }
                    case 78: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.uts = value;
                            else
                                delete message.uts;
                            continue;
                        }
                    case 79: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.usernsMode = value;
                            else
                                delete message.usernsMode;
                            continue;
                        }
                    case 80: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cgroupParent = value;
                            else
                                delete message.cgroupParent;
                            continue;
                        }
                    case 81: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.runtime = value;
                            else
                                delete message.runtime;
                            continue;
                        }
                    case 82: {
                            if (wireType !== 2)
                                break;
                            message.logging = $root.holdfast.v1.Logging.decode(reader, reader.size(), $undefined, _depth + 1, message.logging);
                            continue;
                        }
                    case 83: {
                            if (wireType !== 2)
                                break;
                            message.resources = $root.holdfast.v1.Resources.decode(reader, reader.size(), $undefined, _depth + 1, message.resources);
                            continue;
                        }
                    case 84: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.oomScoreAdj = value;
                            else
                                delete message.oomScoreAdj;
                            continue;
                        }
                    case 85: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.oomKillDisable = value;
                            else
                                delete message.oomKillDisable;
                            continue;
                        }
                    case 86: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cgroup = value;
                            else
                                delete message.cgroup;
                            continue;
                        }
                    case 87: {
                            if (wireType !== 2)
                                break;
                            if (message.annotations === $util.emptyObject)
                                message.annotations = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.annotations, key);
                            message.annotations[key] = value;
                            continue;
                        }
                    case 88: {
                            if (wireType !== 2)
                                break;
                            if (message.storageOptions === $util.emptyObject)
                                message.storageOptions = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.storageOptions, key);
                            message.storageOptions[key] = value;
                            continue;
                        }
                    case 89: {
                            if (wireType !== 2)
                                break;
                            message.blockIo = $root.holdfast.v1.BlockIo.decode(reader, reader.size(), $undefined, _depth + 1, message.blockIo);
                            continue;
                        }
                    case 90: {
                            if (wireType !== 2)
                                break;
                            if (!(message.files && message.files.length))
                                message.files = [];
                            message.files.push($root.holdfast.v1.File.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 120: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.noInit = value;
                            else
                                delete message.noInit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Service;
        })();

        v1.HandOver = (function() {

            /**
             * Properties of a HandOver.
             * @typedef {Object} holdfast.v1.HandOver.$Properties
             * @property {boolean} [waitUntilReady] HandOver waitUntilReady
             * @property {number} [timeoutMs] HandOver timeoutMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HandOver.
             * @memberof holdfast.v1
             * @interface IHandOver
             * @augments holdfast.v1.HandOver.$Properties
             * @deprecated Use holdfast.v1.HandOver.$Properties instead.
             */

            /**
             * Shape of a HandOver.
             * @typedef {holdfast.v1.HandOver.$Properties} holdfast.v1.HandOver.$Shape
             */

            /**
             * Constructs a new HandOver.
             * @memberof holdfast.v1
             * @classdesc Represents a HandOver.
             * @constructor
             * @param {holdfast.v1.HandOver.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HandOver = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HandOver waitUntilReady.
             * @member {boolean} waitUntilReady
             * @memberof holdfast.v1.HandOver
             * @instance
             */
            HandOver.prototype.waitUntilReady = false;

            /**
             * HandOver timeoutMs.
             * @member {number} timeoutMs
             * @memberof holdfast.v1.HandOver
             * @instance
             */
            HandOver.prototype.timeoutMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified HandOver message. Does not implicitly {@link holdfast.v1.HandOver.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.HandOver
             * @static
             * @param {holdfast.v1.HandOver.$Properties} message HandOver message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HandOver.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.waitUntilReady != null && $Object.hasOwnProperty.call(message, "waitUntilReady") && message.waitUntilReady !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.waitUntilReady);
                if (message.timeoutMs != null && $Object.hasOwnProperty.call(message, "timeoutMs") && (typeof message.timeoutMs === "object" ? message.timeoutMs.low || message.timeoutMs.high : message.timeoutMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.timeoutMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HandOver message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.HandOver
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.HandOver & holdfast.v1.HandOver.$Shape} HandOver
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HandOver.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.HandOver();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.waitUntilReady = value;
                            else
                                delete message.waitUntilReady;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeoutMs = value;
                            else
                                delete message.timeoutMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HandOver;
        })();

        v1.File = (function() {

            /**
             * Properties of a File.
             * @typedef {Object} holdfast.v1.File.$Properties
             * @property {string} [path] File path
             * @property {Uint8Array} [content] File content
             * @property {number} [mode] File mode
             * @property {number} [uid] File uid
             * @property {number} [gid] File gid
             * @property {string} [secret] File secret
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a File.
             * @memberof holdfast.v1
             * @interface IFile
             * @augments holdfast.v1.File.$Properties
             * @deprecated Use holdfast.v1.File.$Properties instead.
             */

            /**
             * Shape of a File.
             * @typedef {holdfast.v1.File.$Properties} holdfast.v1.File.$Shape
             */

            /**
             * Constructs a new File.
             * @memberof holdfast.v1
             * @classdesc Represents a File.
             * @constructor
             * @param {holdfast.v1.File.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const File = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * File path.
             * @member {string} path
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.path = "";

            /**
             * File content.
             * @member {Uint8Array} content
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.content = $util.newBuffer([]);

            /**
             * File mode.
             * @member {number} mode
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.mode = 0;

            /**
             * File uid.
             * @member {number} uid
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.uid = 0;

            /**
             * File gid.
             * @member {number} gid
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.gid = 0;

            /**
             * File secret.
             * @member {string} secret
             * @memberof holdfast.v1.File
             * @instance
             */
            File.prototype.secret = "";

            /**
             * Encodes the specified File message. Does not implicitly {@link holdfast.v1.File.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.File
             * @static
             * @param {holdfast.v1.File.$Properties} message File message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            File.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.content != null && $Object.hasOwnProperty.call(message, "content") && message.content.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.content);
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.mode);
                if (message.uid != null && $Object.hasOwnProperty.call(message, "uid") && message.uid !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.uid);
                if (message.gid != null && $Object.hasOwnProperty.call(message, "gid") && message.gid !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.gid);
                if (message.secret != null && $Object.hasOwnProperty.call(message, "secret") && message.secret !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.secret);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a File message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.File
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.File & holdfast.v1.File.$Shape} File
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            File.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.File();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.content = value;
                            else
                                delete message.content;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.uid = value;
                            else
                                delete message.uid;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.gid = value;
                            else
                                delete message.gid;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.secret = value;
                            else
                                delete message.secret;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return File;
        })();

        v1.BlockIo = (function() {

            /**
             * Properties of a BlockIo.
             * @typedef {Object} holdfast.v1.BlockIo.$Properties
             * @property {number} [weight] BlockIo weight
             * @property {Array.<holdfast.v1.DeviceWeight.$Properties>} [deviceWeights] BlockIo deviceWeights
             * @property {Array.<holdfast.v1.DeviceRate.$Properties>} [readBps] BlockIo readBps
             * @property {Array.<holdfast.v1.DeviceRate.$Properties>} [writeBps] BlockIo writeBps
             * @property {Array.<holdfast.v1.DeviceRate.$Properties>} [readIops] BlockIo readIops
             * @property {Array.<holdfast.v1.DeviceRate.$Properties>} [writeIops] BlockIo writeIops
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BlockIo.
             * @memberof holdfast.v1
             * @interface IBlockIo
             * @augments holdfast.v1.BlockIo.$Properties
             * @deprecated Use holdfast.v1.BlockIo.$Properties instead.
             */

            /**
             * Shape of a BlockIo.
             * @typedef {holdfast.v1.BlockIo.$Properties} holdfast.v1.BlockIo.$Shape
             */

            /**
             * Constructs a new BlockIo.
             * @memberof holdfast.v1
             * @classdesc Represents a BlockIo.
             * @constructor
             * @param {holdfast.v1.BlockIo.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BlockIo = function (properties) {
                this.deviceWeights = [];
                this.readBps = [];
                this.writeBps = [];
                this.readIops = [];
                this.writeIops = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BlockIo weight.
             * @member {number} weight
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.weight = 0;

            /**
             * BlockIo deviceWeights.
             * @member {Array.<holdfast.v1.DeviceWeight>} deviceWeights
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.deviceWeights = $util.emptyArray;

            /**
             * BlockIo readBps.
             * @member {Array.<holdfast.v1.DeviceRate>} readBps
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.readBps = $util.emptyArray;

            /**
             * BlockIo writeBps.
             * @member {Array.<holdfast.v1.DeviceRate>} writeBps
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.writeBps = $util.emptyArray;

            /**
             * BlockIo readIops.
             * @member {Array.<holdfast.v1.DeviceRate>} readIops
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.readIops = $util.emptyArray;

            /**
             * BlockIo writeIops.
             * @member {Array.<holdfast.v1.DeviceRate>} writeIops
             * @memberof holdfast.v1.BlockIo
             * @instance
             */
            BlockIo.prototype.writeIops = $util.emptyArray;

            /**
             * Encodes the specified BlockIo message. Does not implicitly {@link holdfast.v1.BlockIo.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.BlockIo
             * @static
             * @param {holdfast.v1.BlockIo.$Properties} message BlockIo message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BlockIo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.weight);
                if (message.deviceWeights != null && message.deviceWeights.length)
                    for (let i = 0; i < message.deviceWeights.length; ++i)
                        $root.holdfast.v1.DeviceWeight.encode(message.deviceWeights[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.readBps != null && message.readBps.length)
                    for (let i = 0; i < message.readBps.length; ++i)
                        $root.holdfast.v1.DeviceRate.encode(message.readBps[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.writeBps != null && message.writeBps.length)
                    for (let i = 0; i < message.writeBps.length; ++i)
                        $root.holdfast.v1.DeviceRate.encode(message.writeBps[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.readIops != null && message.readIops.length)
                    for (let i = 0; i < message.readIops.length; ++i)
                        $root.holdfast.v1.DeviceRate.encode(message.readIops[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.writeIops != null && message.writeIops.length)
                    for (let i = 0; i < message.writeIops.length; ++i)
                        $root.holdfast.v1.DeviceRate.encode(message.writeIops[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BlockIo message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.BlockIo
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.BlockIo & holdfast.v1.BlockIo.$Shape} BlockIo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BlockIo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.BlockIo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deviceWeights && message.deviceWeights.length))
                                message.deviceWeights = [];
                            message.deviceWeights.push($root.holdfast.v1.DeviceWeight.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.readBps && message.readBps.length))
                                message.readBps = [];
                            message.readBps.push($root.holdfast.v1.DeviceRate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.writeBps && message.writeBps.length))
                                message.writeBps = [];
                            message.writeBps.push($root.holdfast.v1.DeviceRate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.readIops && message.readIops.length))
                                message.readIops = [];
                            message.readIops.push($root.holdfast.v1.DeviceRate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.writeIops && message.writeIops.length))
                                message.writeIops = [];
                            message.writeIops.push($root.holdfast.v1.DeviceRate.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BlockIo;
        })();

        v1.DeviceWeight = (function() {

            /**
             * Properties of a DeviceWeight.
             * @typedef {Object} holdfast.v1.DeviceWeight.$Properties
             * @property {string} [path] DeviceWeight path
             * @property {number} [weight] DeviceWeight weight
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceWeight.
             * @memberof holdfast.v1
             * @interface IDeviceWeight
             * @augments holdfast.v1.DeviceWeight.$Properties
             * @deprecated Use holdfast.v1.DeviceWeight.$Properties instead.
             */

            /**
             * Shape of a DeviceWeight.
             * @typedef {holdfast.v1.DeviceWeight.$Properties} holdfast.v1.DeviceWeight.$Shape
             */

            /**
             * Constructs a new DeviceWeight.
             * @memberof holdfast.v1
             * @classdesc Represents a DeviceWeight.
             * @constructor
             * @param {holdfast.v1.DeviceWeight.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceWeight = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceWeight path.
             * @member {string} path
             * @memberof holdfast.v1.DeviceWeight
             * @instance
             */
            DeviceWeight.prototype.path = "";

            /**
             * DeviceWeight weight.
             * @member {number} weight
             * @memberof holdfast.v1.DeviceWeight
             * @instance
             */
            DeviceWeight.prototype.weight = 0;

            /**
             * Encodes the specified DeviceWeight message. Does not implicitly {@link holdfast.v1.DeviceWeight.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.DeviceWeight
             * @static
             * @param {holdfast.v1.DeviceWeight.$Properties} message DeviceWeight message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceWeight.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.weight != null && $Object.hasOwnProperty.call(message, "weight") && message.weight !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.weight);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceWeight message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.DeviceWeight
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceWeight & holdfast.v1.DeviceWeight.$Shape} DeviceWeight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceWeight.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.DeviceWeight();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.weight = value;
                            else
                                delete message.weight;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DeviceWeight;
        })();

        v1.DeviceRate = (function() {

            /**
             * Properties of a DeviceRate.
             * @typedef {Object} holdfast.v1.DeviceRate.$Properties
             * @property {string} [path] DeviceRate path
             * @property {number} [rate] DeviceRate rate
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceRate.
             * @memberof holdfast.v1
             * @interface IDeviceRate
             * @augments holdfast.v1.DeviceRate.$Properties
             * @deprecated Use holdfast.v1.DeviceRate.$Properties instead.
             */

            /**
             * Shape of a DeviceRate.
             * @typedef {holdfast.v1.DeviceRate.$Properties} holdfast.v1.DeviceRate.$Shape
             */

            /**
             * Constructs a new DeviceRate.
             * @memberof holdfast.v1
             * @classdesc Represents a DeviceRate.
             * @constructor
             * @param {holdfast.v1.DeviceRate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceRate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceRate path.
             * @member {string} path
             * @memberof holdfast.v1.DeviceRate
             * @instance
             */
            DeviceRate.prototype.path = "";

            /**
             * DeviceRate rate.
             * @member {number} rate
             * @memberof holdfast.v1.DeviceRate
             * @instance
             */
            DeviceRate.prototype.rate = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified DeviceRate message. Does not implicitly {@link holdfast.v1.DeviceRate.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.DeviceRate
             * @static
             * @param {holdfast.v1.DeviceRate.$Properties} message DeviceRate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceRate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.rate != null && $Object.hasOwnProperty.call(message, "rate") && (typeof message.rate === "object" ? message.rate.low || message.rate.high : message.rate !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.rate);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceRate message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.DeviceRate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceRate & holdfast.v1.DeviceRate.$Shape} DeviceRate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceRate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.DeviceRate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.rate = value;
                            else
                                delete message.rate;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DeviceRate;
        })();

        v1.Dependency = (function() {

            /**
             * Properties of a Dependency.
             * @typedef {Object} holdfast.v1.Dependency.$Properties
             * @property {string} [service] Dependency service
             * @property {holdfast.v1.Condition} [condition] Dependency condition
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Dependency.
             * @memberof holdfast.v1
             * @interface IDependency
             * @augments holdfast.v1.Dependency.$Properties
             * @deprecated Use holdfast.v1.Dependency.$Properties instead.
             */

            /**
             * Shape of a Dependency.
             * @typedef {holdfast.v1.Dependency.$Properties} holdfast.v1.Dependency.$Shape
             */

            /**
             * Constructs a new Dependency.
             * @memberof holdfast.v1
             * @classdesc Represents a Dependency.
             * @constructor
             * @param {holdfast.v1.Dependency.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Dependency = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Dependency service.
             * @member {string} service
             * @memberof holdfast.v1.Dependency
             * @instance
             */
            Dependency.prototype.service = "";

            /**
             * Dependency condition.
             * @member {holdfast.v1.Condition} condition
             * @memberof holdfast.v1.Dependency
             * @instance
             */
            Dependency.prototype.condition = 0;

            /**
             * Encodes the specified Dependency message. Does not implicitly {@link holdfast.v1.Dependency.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Dependency
             * @static
             * @param {holdfast.v1.Dependency.$Properties} message Dependency message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Dependency.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.condition != null && $Object.hasOwnProperty.call(message, "condition") && message.condition !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.condition);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Dependency message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Dependency
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Dependency & holdfast.v1.Dependency.$Shape} Dependency
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Dependency.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Dependency();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.condition = value;
                            else
                                delete message.condition;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Dependency;
        })();

        v1.Healthcheck = (function() {

            /**
             * Properties of a Healthcheck.
             * @typedef {Object} holdfast.v1.Healthcheck.$Properties
             * @property {Array.<string>} [test] Healthcheck test
             * @property {number} [intervalMs] Healthcheck intervalMs
             * @property {number} [timeoutMs] Healthcheck timeoutMs
             * @property {number} [retries] Healthcheck retries
             * @property {number} [startPeriodMs] Healthcheck startPeriodMs
             * @property {number} [startIntervalMs] Healthcheck startIntervalMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Healthcheck.
             * @memberof holdfast.v1
             * @interface IHealthcheck
             * @augments holdfast.v1.Healthcheck.$Properties
             * @deprecated Use holdfast.v1.Healthcheck.$Properties instead.
             */

            /**
             * Shape of a Healthcheck.
             * @typedef {holdfast.v1.Healthcheck.$Properties} holdfast.v1.Healthcheck.$Shape
             */

            /**
             * Constructs a new Healthcheck.
             * @memberof holdfast.v1
             * @classdesc Represents a Healthcheck.
             * @constructor
             * @param {holdfast.v1.Healthcheck.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Healthcheck = function (properties) {
                this.test = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Healthcheck test.
             * @member {Array.<string>} test
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.test = $util.emptyArray;

            /**
             * Healthcheck intervalMs.
             * @member {number} intervalMs
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.intervalMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Healthcheck timeoutMs.
             * @member {number} timeoutMs
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.timeoutMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Healthcheck retries.
             * @member {number} retries
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.retries = 0;

            /**
             * Healthcheck startPeriodMs.
             * @member {number} startPeriodMs
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.startPeriodMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Healthcheck startIntervalMs.
             * @member {number} startIntervalMs
             * @memberof holdfast.v1.Healthcheck
             * @instance
             */
            Healthcheck.prototype.startIntervalMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Healthcheck message. Does not implicitly {@link holdfast.v1.Healthcheck.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Healthcheck
             * @static
             * @param {holdfast.v1.Healthcheck.$Properties} message Healthcheck message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Healthcheck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.test != null && message.test.length)
                    for (let i = 0; i < message.test.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.test[i]);
                if (message.intervalMs != null && $Object.hasOwnProperty.call(message, "intervalMs") && (typeof message.intervalMs === "object" ? message.intervalMs.low || message.intervalMs.high : message.intervalMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.intervalMs);
                if (message.timeoutMs != null && $Object.hasOwnProperty.call(message, "timeoutMs") && (typeof message.timeoutMs === "object" ? message.timeoutMs.low || message.timeoutMs.high : message.timeoutMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.timeoutMs);
                if (message.retries != null && $Object.hasOwnProperty.call(message, "retries") && message.retries !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.retries);
                if (message.startPeriodMs != null && $Object.hasOwnProperty.call(message, "startPeriodMs") && (typeof message.startPeriodMs === "object" ? message.startPeriodMs.low || message.startPeriodMs.high : message.startPeriodMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.startPeriodMs);
                if (message.startIntervalMs != null && $Object.hasOwnProperty.call(message, "startIntervalMs") && (typeof message.startIntervalMs === "object" ? message.startIntervalMs.low || message.startIntervalMs.high : message.startIntervalMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.startIntervalMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Healthcheck message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Healthcheck
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Healthcheck & holdfast.v1.Healthcheck.$Shape} Healthcheck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Healthcheck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Healthcheck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.test && message.test.length))
                                message.test = [];
                            message.test.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.intervalMs = value;
                            else
                                delete message.intervalMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.timeoutMs = value;
                            else
                                delete message.timeoutMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.retries = value;
                            else
                                delete message.retries;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.startPeriodMs = value;
                            else
                                delete message.startPeriodMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.startIntervalMs = value;
                            else
                                delete message.startIntervalMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Healthcheck;
        })();

        v1.Port = (function() {

            /**
             * Properties of a Port.
             * @typedef {Object} holdfast.v1.Port.$Properties
             * @property {number} [containerPort] Port containerPort
             * @property {number} [hostPort] Port hostPort
             * @property {string} [hostIp] Port hostIp
             * @property {string} [protocol] Port protocol
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Port.
             * @memberof holdfast.v1
             * @interface IPort
             * @augments holdfast.v1.Port.$Properties
             * @deprecated Use holdfast.v1.Port.$Properties instead.
             */

            /**
             * Shape of a Port.
             * @typedef {holdfast.v1.Port.$Properties} holdfast.v1.Port.$Shape
             */

            /**
             * Constructs a new Port.
             * @memberof holdfast.v1
             * @classdesc Represents a Port.
             * @constructor
             * @param {holdfast.v1.Port.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Port = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Port containerPort.
             * @member {number} containerPort
             * @memberof holdfast.v1.Port
             * @instance
             */
            Port.prototype.containerPort = 0;

            /**
             * Port hostPort.
             * @member {number} hostPort
             * @memberof holdfast.v1.Port
             * @instance
             */
            Port.prototype.hostPort = 0;

            /**
             * Port hostIp.
             * @member {string} hostIp
             * @memberof holdfast.v1.Port
             * @instance
             */
            Port.prototype.hostIp = "";

            /**
             * Port protocol.
             * @member {string} protocol
             * @memberof holdfast.v1.Port
             * @instance
             */
            Port.prototype.protocol = "";

            /**
             * Encodes the specified Port message. Does not implicitly {@link holdfast.v1.Port.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Port
             * @static
             * @param {holdfast.v1.Port.$Properties} message Port message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Port.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.containerPort != null && $Object.hasOwnProperty.call(message, "containerPort") && message.containerPort !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.containerPort);
                if (message.hostPort != null && $Object.hasOwnProperty.call(message, "hostPort") && message.hostPort !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.hostPort);
                if (message.hostIp != null && $Object.hasOwnProperty.call(message, "hostIp") && message.hostIp !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.hostIp);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.protocol);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Port message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Port
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Port & holdfast.v1.Port.$Shape} Port
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Port.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Port();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.containerPort = value;
                            else
                                delete message.containerPort;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.hostPort = value;
                            else
                                delete message.hostPort;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostIp = value;
                            else
                                delete message.hostIp;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Port;
        })();

        v1.Attachment = (function() {

            /**
             * Properties of an Attachment.
             * @typedef {Object} holdfast.v1.Attachment.$Properties
             * @property {string} [network] Attachment network
             * @property {Array.<string>} [aliases] Attachment aliases
             * @property {string} [ipv4Address] Attachment ipv4Address
             * @property {string} [ipv6Address] Attachment ipv6Address
             * @property {Array.<string>} [linkLocalIps] Attachment linkLocalIps
             * @property {Object.<string,string>} [driverOptions] Attachment driverOptions
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Attachment.
             * @memberof holdfast.v1
             * @interface IAttachment
             * @augments holdfast.v1.Attachment.$Properties
             * @deprecated Use holdfast.v1.Attachment.$Properties instead.
             */

            /**
             * Shape of an Attachment.
             * @typedef {holdfast.v1.Attachment.$Properties} holdfast.v1.Attachment.$Shape
             */

            /**
             * Constructs a new Attachment.
             * @memberof holdfast.v1
             * @classdesc Represents an Attachment.
             * @constructor
             * @param {holdfast.v1.Attachment.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Attachment = function (properties) {
                this.aliases = [];
                this.linkLocalIps = [];
                this.driverOptions = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Attachment network.
             * @member {string} network
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.network = "";

            /**
             * Attachment aliases.
             * @member {Array.<string>} aliases
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.aliases = $util.emptyArray;

            /**
             * Attachment ipv4Address.
             * @member {string} ipv4Address
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.ipv4Address = "";

            /**
             * Attachment ipv6Address.
             * @member {string} ipv6Address
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.ipv6Address = "";

            /**
             * Attachment linkLocalIps.
             * @member {Array.<string>} linkLocalIps
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.linkLocalIps = $util.emptyArray;

            /**
             * Attachment driverOptions.
             * @member {Object.<string,string>} driverOptions
             * @memberof holdfast.v1.Attachment
             * @instance
             */
            Attachment.prototype.driverOptions = $util.emptyObject;

            /**
             * Encodes the specified Attachment message. Does not implicitly {@link holdfast.v1.Attachment.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Attachment
             * @static
             * @param {holdfast.v1.Attachment.$Properties} message Attachment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Attachment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.network != null && $Object.hasOwnProperty.call(message, "network") && message.network !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.network);
                if (message.aliases != null && message.aliases.length)
                    for (let i = 0; i < message.aliases.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.aliases[i]);
                if (message.ipv4Address != null && $Object.hasOwnProperty.call(message, "ipv4Address") && message.ipv4Address !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.ipv4Address);
                if (message.ipv6Address != null && $Object.hasOwnProperty.call(message, "ipv6Address") && message.ipv6Address !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.ipv6Address);
                if (message.linkLocalIps != null && message.linkLocalIps.length)
                    for (let i = 0; i < message.linkLocalIps.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.linkLocalIps[i]);
                if (message.driverOptions != null && $Object.hasOwnProperty.call(message, "driverOptions"))
                    for (let keys = $Object.keys(message.driverOptions), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 6, wireType 2 =*/50).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.driverOptions[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Attachment message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Attachment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Attachment & holdfast.v1.Attachment.$Shape} Attachment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Attachment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Attachment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.network = value;
                            else
                                delete message.network;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.aliases && message.aliases.length))
                                message.aliases = [];
                            message.aliases.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ipv4Address = value;
                            else
                                delete message.ipv4Address;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ipv6Address = value;
                            else
                                delete message.ipv6Address;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.linkLocalIps && message.linkLocalIps.length))
                                message.linkLocalIps = [];
                            message.linkLocalIps.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (message.driverOptions === $util.emptyObject)
                                message.driverOptions = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.driverOptions, key);
                            message.driverOptions[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Attachment;
        })();

        /**
         * MountType enum.
         * @name holdfast.v1.MountType
         * @enum {number}
         * @property {number} MOUNT_TYPE_UNSPECIFIED=0 MOUNT_TYPE_UNSPECIFIED value
         * @property {number} MOUNT_TYPE_VOLUME=1 MOUNT_TYPE_VOLUME value
         * @property {number} MOUNT_TYPE_BIND=2 MOUNT_TYPE_BIND value
         * @property {number} MOUNT_TYPE_TMPFS=3 MOUNT_TYPE_TMPFS value
         */
        v1.MountType = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MOUNT_TYPE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "MOUNT_TYPE_VOLUME"] = 1;
            values[valuesById[2] = "MOUNT_TYPE_BIND"] = 2;
            values[valuesById[3] = "MOUNT_TYPE_TMPFS"] = 3;
            return values;
        })();

        v1.Mount = (function() {

            /**
             * Properties of a Mount.
             * @typedef {Object} holdfast.v1.Mount.$Properties
             * @property {holdfast.v1.MountType} [type] Mount type
             * @property {string} [source] Mount source
             * @property {string} [target] Mount target
             * @property {boolean} [readOnly] Mount readOnly
             * @property {string} [bindPropagation] Mount bindPropagation
             * @property {boolean} [volumeNocopy] Mount volumeNocopy
             * @property {number} [tmpfsBytes] Mount tmpfsBytes
             * @property {number} [tmpfsMode] Mount tmpfsMode
             * @property {boolean} [bindCreateHostPath] Mount bindCreateHostPath
             * @property {boolean} [optional] Mount optional
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Mount.
             * @memberof holdfast.v1
             * @interface IMount
             * @augments holdfast.v1.Mount.$Properties
             * @deprecated Use holdfast.v1.Mount.$Properties instead.
             */

            /**
             * Shape of a Mount.
             * @typedef {holdfast.v1.Mount.$Properties} holdfast.v1.Mount.$Shape
             */

            /**
             * Constructs a new Mount.
             * @memberof holdfast.v1
             * @classdesc Represents a Mount.
             * @constructor
             * @param {holdfast.v1.Mount.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Mount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Mount type.
             * @member {holdfast.v1.MountType} type
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.type = 0;

            /**
             * Mount source.
             * @member {string} source
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.source = "";

            /**
             * Mount target.
             * @member {string} target
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.target = "";

            /**
             * Mount readOnly.
             * @member {boolean} readOnly
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.readOnly = false;

            /**
             * Mount bindPropagation.
             * @member {string} bindPropagation
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.bindPropagation = "";

            /**
             * Mount volumeNocopy.
             * @member {boolean} volumeNocopy
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.volumeNocopy = false;

            /**
             * Mount tmpfsBytes.
             * @member {number} tmpfsBytes
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.tmpfsBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Mount tmpfsMode.
             * @member {number} tmpfsMode
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.tmpfsMode = 0;

            /**
             * Mount bindCreateHostPath.
             * @member {boolean} bindCreateHostPath
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.bindCreateHostPath = false;

            /**
             * Mount optional.
             * @member {boolean} optional
             * @memberof holdfast.v1.Mount
             * @instance
             */
            Mount.prototype.optional = false;

            /**
             * Encodes the specified Mount message. Does not implicitly {@link holdfast.v1.Mount.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Mount
             * @static
             * @param {holdfast.v1.Mount.$Properties} message Mount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Mount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.type != null && $Object.hasOwnProperty.call(message, "type") && message.type !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.type);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.source);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.target);
                if (message.readOnly != null && $Object.hasOwnProperty.call(message, "readOnly") && message.readOnly !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.readOnly);
                if (message.bindPropagation != null && $Object.hasOwnProperty.call(message, "bindPropagation") && message.bindPropagation !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.bindPropagation);
                if (message.volumeNocopy != null && $Object.hasOwnProperty.call(message, "volumeNocopy") && message.volumeNocopy !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.volumeNocopy);
                if (message.tmpfsBytes != null && $Object.hasOwnProperty.call(message, "tmpfsBytes") && (typeof message.tmpfsBytes === "object" ? message.tmpfsBytes.low || message.tmpfsBytes.high : message.tmpfsBytes !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.tmpfsBytes);
                if (message.tmpfsMode != null && $Object.hasOwnProperty.call(message, "tmpfsMode") && message.tmpfsMode !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.tmpfsMode);
                if (message.bindCreateHostPath != null && $Object.hasOwnProperty.call(message, "bindCreateHostPath") && message.bindCreateHostPath !== false)
                    writer.uint32(/* id 9, wireType 0 =*/72).bool(message.bindCreateHostPath);
                if (message.optional != null && $Object.hasOwnProperty.call(message, "optional") && message.optional !== false)
                    writer.uint32(/* id 10, wireType 0 =*/80).bool(message.optional);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Mount message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Mount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Mount & holdfast.v1.Mount.$Shape} Mount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Mount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Mount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.type = value;
                            else
                                delete message.type;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.readOnly = value;
                            else
                                delete message.readOnly;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bindPropagation = value;
                            else
                                delete message.bindPropagation;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.volumeNocopy = value;
                            else
                                delete message.volumeNocopy;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.tmpfsBytes = value;
                            else
                                delete message.tmpfsBytes;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tmpfsMode = value;
                            else
                                delete message.tmpfsMode;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.bindCreateHostPath = value;
                            else
                                delete message.bindCreateHostPath;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.optional = value;
                            else
                                delete message.optional;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Mount;
        })();

        v1.Device = (function() {

            /**
             * Properties of a Device.
             * @typedef {Object} holdfast.v1.Device.$Properties
             * @property {string} [hostPath] Device hostPath
             * @property {string} [containerPath] Device containerPath
             * @property {string} [permissions] Device permissions
             * @property {boolean} [optional] Device optional
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Device.
             * @memberof holdfast.v1
             * @interface IDevice
             * @augments holdfast.v1.Device.$Properties
             * @deprecated Use holdfast.v1.Device.$Properties instead.
             */

            /**
             * Shape of a Device.
             * @typedef {holdfast.v1.Device.$Properties} holdfast.v1.Device.$Shape
             */

            /**
             * Constructs a new Device.
             * @memberof holdfast.v1
             * @classdesc Represents a Device.
             * @constructor
             * @param {holdfast.v1.Device.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Device = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Device hostPath.
             * @member {string} hostPath
             * @memberof holdfast.v1.Device
             * @instance
             */
            Device.prototype.hostPath = "";

            /**
             * Device containerPath.
             * @member {string} containerPath
             * @memberof holdfast.v1.Device
             * @instance
             */
            Device.prototype.containerPath = "";

            /**
             * Device permissions.
             * @member {string} permissions
             * @memberof holdfast.v1.Device
             * @instance
             */
            Device.prototype.permissions = "";

            /**
             * Device optional.
             * @member {boolean} optional
             * @memberof holdfast.v1.Device
             * @instance
             */
            Device.prototype.optional = false;

            /**
             * Encodes the specified Device message. Does not implicitly {@link holdfast.v1.Device.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Device
             * @static
             * @param {holdfast.v1.Device.$Properties} message Device message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Device.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hostPath != null && $Object.hasOwnProperty.call(message, "hostPath") && message.hostPath !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.hostPath);
                if (message.containerPath != null && $Object.hasOwnProperty.call(message, "containerPath") && message.containerPath !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.containerPath);
                if (message.permissions != null && $Object.hasOwnProperty.call(message, "permissions") && message.permissions !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.permissions);
                if (message.optional != null && $Object.hasOwnProperty.call(message, "optional") && message.optional !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.optional);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Device message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Device
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Device & holdfast.v1.Device.$Shape} Device
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Device.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Device();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostPath = value;
                            else
                                delete message.hostPath;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.containerPath = value;
                            else
                                delete message.containerPath;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.permissions = value;
                            else
                                delete message.permissions;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.optional = value;
                            else
                                delete message.optional;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Device;
        })();

        v1.DeviceRequest = (function() {

            /**
             * Properties of a DeviceRequest.
             * @typedef {Object} holdfast.v1.DeviceRequest.$Properties
             * @property {string} [driver] DeviceRequest driver
             * @property {number} [count] DeviceRequest count
             * @property {Array.<string>} [deviceIds] DeviceRequest deviceIds
             * @property {Array.<string>} [capabilities] DeviceRequest capabilities
             * @property {Object.<string,string>} [options] DeviceRequest options
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DeviceRequest.
             * @memberof holdfast.v1
             * @interface IDeviceRequest
             * @augments holdfast.v1.DeviceRequest.$Properties
             * @deprecated Use holdfast.v1.DeviceRequest.$Properties instead.
             */

            /**
             * Shape of a DeviceRequest.
             * @typedef {holdfast.v1.DeviceRequest.$Properties} holdfast.v1.DeviceRequest.$Shape
             */

            /**
             * Constructs a new DeviceRequest.
             * @memberof holdfast.v1
             * @classdesc Represents a DeviceRequest.
             * @constructor
             * @param {holdfast.v1.DeviceRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DeviceRequest = function (properties) {
                this.deviceIds = [];
                this.capabilities = [];
                this.options = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DeviceRequest driver.
             * @member {string} driver
             * @memberof holdfast.v1.DeviceRequest
             * @instance
             */
            DeviceRequest.prototype.driver = "";

            /**
             * DeviceRequest count.
             * @member {number} count
             * @memberof holdfast.v1.DeviceRequest
             * @instance
             */
            DeviceRequest.prototype.count = 0;

            /**
             * DeviceRequest deviceIds.
             * @member {Array.<string>} deviceIds
             * @memberof holdfast.v1.DeviceRequest
             * @instance
             */
            DeviceRequest.prototype.deviceIds = $util.emptyArray;

            /**
             * DeviceRequest capabilities.
             * @member {Array.<string>} capabilities
             * @memberof holdfast.v1.DeviceRequest
             * @instance
             */
            DeviceRequest.prototype.capabilities = $util.emptyArray;

            /**
             * DeviceRequest options.
             * @member {Object.<string,string>} options
             * @memberof holdfast.v1.DeviceRequest
             * @instance
             */
            DeviceRequest.prototype.options = $util.emptyObject;

            /**
             * Encodes the specified DeviceRequest message. Does not implicitly {@link holdfast.v1.DeviceRequest.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.DeviceRequest
             * @static
             * @param {holdfast.v1.DeviceRequest.$Properties} message DeviceRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DeviceRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.driver != null && $Object.hasOwnProperty.call(message, "driver") && message.driver !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.driver);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).sint32(message.count);
                if (message.deviceIds != null && message.deviceIds.length)
                    for (let i = 0; i < message.deviceIds.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.deviceIds[i]);
                if (message.capabilities != null && message.capabilities.length)
                    for (let i = 0; i < message.capabilities.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.capabilities[i]);
                if (message.options != null && $Object.hasOwnProperty.call(message, "options"))
                    for (let keys = $Object.keys(message.options), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.options[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DeviceRequest message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.DeviceRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.DeviceRequest & holdfast.v1.DeviceRequest.$Shape} DeviceRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DeviceRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.DeviceRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.driver = value;
                            else
                                delete message.driver;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.deviceIds && message.deviceIds.length))
                                message.deviceIds = [];
                            message.deviceIds.push(reader.stringVerify());
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.capabilities && message.capabilities.length))
                                message.capabilities = [];
                            message.capabilities.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (message.options === $util.emptyObject)
                                message.options = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.options, key);
                            message.options[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DeviceRequest;
        })();

        v1.Ulimit = (function() {

            /**
             * Properties of an Ulimit.
             * @typedef {Object} holdfast.v1.Ulimit.$Properties
             * @property {string} [name] Ulimit name
             * @property {number} [soft] Ulimit soft
             * @property {number} [hard] Ulimit hard
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ulimit.
             * @memberof holdfast.v1
             * @interface IUlimit
             * @augments holdfast.v1.Ulimit.$Properties
             * @deprecated Use holdfast.v1.Ulimit.$Properties instead.
             */

            /**
             * Shape of an Ulimit.
             * @typedef {holdfast.v1.Ulimit.$Properties} holdfast.v1.Ulimit.$Shape
             */

            /**
             * Constructs a new Ulimit.
             * @memberof holdfast.v1
             * @classdesc Represents an Ulimit.
             * @constructor
             * @param {holdfast.v1.Ulimit.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ulimit = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ulimit name.
             * @member {string} name
             * @memberof holdfast.v1.Ulimit
             * @instance
             */
            Ulimit.prototype.name = "";

            /**
             * Ulimit soft.
             * @member {number} soft
             * @memberof holdfast.v1.Ulimit
             * @instance
             */
            Ulimit.prototype.soft = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Ulimit hard.
             * @member {number} hard
             * @memberof holdfast.v1.Ulimit
             * @instance
             */
            Ulimit.prototype.hard = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Encodes the specified Ulimit message. Does not implicitly {@link holdfast.v1.Ulimit.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Ulimit
             * @static
             * @param {holdfast.v1.Ulimit.$Properties} message Ulimit message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ulimit.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.soft != null && $Object.hasOwnProperty.call(message, "soft") && (typeof message.soft === "object" ? message.soft.low || message.soft.high : message.soft !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).sint64(message.soft);
                if (message.hard != null && $Object.hasOwnProperty.call(message, "hard") && (typeof message.hard === "object" ? message.hard.low || message.hard.high : message.hard !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).sint64(message.hard);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ulimit message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Ulimit
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Ulimit & holdfast.v1.Ulimit.$Shape} Ulimit
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ulimit.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Ulimit();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.soft = value;
                            else
                                delete message.soft;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.hard = value;
                            else
                                delete message.hard;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ulimit;
        })();

        v1.Logging = (function() {

            /**
             * Properties of a Logging.
             * @typedef {Object} holdfast.v1.Logging.$Properties
             * @property {string} [driver] Logging driver
             * @property {Object.<string,string>} [options] Logging options
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Logging.
             * @memberof holdfast.v1
             * @interface ILogging
             * @augments holdfast.v1.Logging.$Properties
             * @deprecated Use holdfast.v1.Logging.$Properties instead.
             */

            /**
             * Shape of a Logging.
             * @typedef {holdfast.v1.Logging.$Properties} holdfast.v1.Logging.$Shape
             */

            /**
             * Constructs a new Logging.
             * @memberof holdfast.v1
             * @classdesc Represents a Logging.
             * @constructor
             * @param {holdfast.v1.Logging.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Logging = function (properties) {
                this.options = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Logging driver.
             * @member {string} driver
             * @memberof holdfast.v1.Logging
             * @instance
             */
            Logging.prototype.driver = "";

            /**
             * Logging options.
             * @member {Object.<string,string>} options
             * @memberof holdfast.v1.Logging
             * @instance
             */
            Logging.prototype.options = $util.emptyObject;

            /**
             * Encodes the specified Logging message. Does not implicitly {@link holdfast.v1.Logging.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Logging
             * @static
             * @param {holdfast.v1.Logging.$Properties} message Logging message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Logging.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.driver != null && $Object.hasOwnProperty.call(message, "driver") && message.driver !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.driver);
                if (message.options != null && $Object.hasOwnProperty.call(message, "options"))
                    for (let keys = $Object.keys(message.options), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.options[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Logging message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Logging
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Logging & holdfast.v1.Logging.$Shape} Logging
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Logging.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Logging();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.driver = value;
                            else
                                delete message.driver;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (message.options === $util.emptyObject)
                                message.options = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.options, key);
                            message.options[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Logging;
        })();

        v1.Resources = (function() {

            /**
             * Properties of a Resources.
             * @typedef {Object} holdfast.v1.Resources.$Properties
             * @property {number} [memoryBytes] Resources memoryBytes
             * @property {number} [memoryReservationBytes] Resources memoryReservationBytes
             * @property {number} [memorySwapBytes] Resources memorySwapBytes
             * @property {number} [nanoCpus] Resources nanoCpus
             * @property {number} [cpuShares] Resources cpuShares
             * @property {string} [cpuset] Resources cpuset
             * @property {number} [pidsLimit] Resources pidsLimit
             * @property {number} [cpuQuota] Resources cpuQuota
             * @property {number} [cpuPeriod] Resources cpuPeriod
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Resources.
             * @memberof holdfast.v1
             * @interface IResources
             * @augments holdfast.v1.Resources.$Properties
             * @deprecated Use holdfast.v1.Resources.$Properties instead.
             */

            /**
             * Shape of a Resources.
             * @typedef {holdfast.v1.Resources.$Properties} holdfast.v1.Resources.$Shape
             */

            /**
             * Constructs a new Resources.
             * @memberof holdfast.v1
             * @classdesc Represents a Resources.
             * @constructor
             * @param {holdfast.v1.Resources.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Resources = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Resources memoryBytes.
             * @member {number} memoryBytes
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Resources memoryReservationBytes.
             * @member {number} memoryReservationBytes
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.memoryReservationBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Resources memorySwapBytes.
             * @member {number} memorySwapBytes
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.memorySwapBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Resources nanoCpus.
             * @member {number} nanoCpus
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.nanoCpus = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Resources cpuShares.
             * @member {number} cpuShares
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.cpuShares = 0;

            /**
             * Resources cpuset.
             * @member {string} cpuset
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.cpuset = "";

            /**
             * Resources pidsLimit.
             * @member {number} pidsLimit
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.pidsLimit = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

            /**
             * Resources cpuQuota.
             * @member {number} cpuQuota
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.cpuQuota = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Resources cpuPeriod.
             * @member {number} cpuPeriod
             * @memberof holdfast.v1.Resources
             * @instance
             */
            Resources.prototype.cpuPeriod = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Resources message. Does not implicitly {@link holdfast.v1.Resources.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Resources
             * @static
             * @param {holdfast.v1.Resources.$Properties} message Resources message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Resources.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.memoryBytes);
                if (message.memoryReservationBytes != null && $Object.hasOwnProperty.call(message, "memoryReservationBytes") && (typeof message.memoryReservationBytes === "object" ? message.memoryReservationBytes.low || message.memoryReservationBytes.high : message.memoryReservationBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.memoryReservationBytes);
                if (message.memorySwapBytes != null && $Object.hasOwnProperty.call(message, "memorySwapBytes") && (typeof message.memorySwapBytes === "object" ? message.memorySwapBytes.low || message.memorySwapBytes.high : message.memorySwapBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).sint64(message.memorySwapBytes);
                if (message.nanoCpus != null && $Object.hasOwnProperty.call(message, "nanoCpus") && (typeof message.nanoCpus === "object" ? message.nanoCpus.low || message.nanoCpus.high : message.nanoCpus !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.nanoCpus);
                if (message.cpuShares != null && $Object.hasOwnProperty.call(message, "cpuShares") && message.cpuShares !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.cpuShares);
                if (message.cpuset != null && $Object.hasOwnProperty.call(message, "cpuset") && message.cpuset !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.cpuset);
                if (message.pidsLimit != null && $Object.hasOwnProperty.call(message, "pidsLimit") && (typeof message.pidsLimit === "object" ? message.pidsLimit.low || message.pidsLimit.high : message.pidsLimit !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).sint64(message.pidsLimit);
                if (message.cpuQuota != null && $Object.hasOwnProperty.call(message, "cpuQuota") && (typeof message.cpuQuota === "object" ? message.cpuQuota.low || message.cpuQuota.high : message.cpuQuota !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.cpuQuota);
                if (message.cpuPeriod != null && $Object.hasOwnProperty.call(message, "cpuPeriod") && (typeof message.cpuPeriod === "object" ? message.cpuPeriod.low || message.cpuPeriod.high : message.cpuPeriod !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.cpuPeriod);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Resources message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Resources
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Resources & holdfast.v1.Resources.$Shape} Resources
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Resources.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Resources();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryReservationBytes = value;
                            else
                                delete message.memoryReservationBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memorySwapBytes = value;
                            else
                                delete message.memorySwapBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.nanoCpus = value;
                            else
                                delete message.nanoCpus;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.cpuShares = value;
                            else
                                delete message.cpuShares;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cpuset = value;
                            else
                                delete message.cpuset;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.sint64()) === "object" ? value.low || value.high : value !== 0)
                                message.pidsLimit = value;
                            else
                                delete message.pidsLimit;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.cpuQuota = value;
                            else
                                delete message.cpuQuota;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.cpuPeriod = value;
                            else
                                delete message.cpuPeriod;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Resources;
        })();

        v1.Volume = (function() {

            /**
             * Properties of a Volume.
             * @typedef {Object} holdfast.v1.Volume.$Properties
             * @property {string} [name] Volume name
             * @property {string} [driver] Volume driver
             * @property {Object.<string,string>} [driverOptions] Volume driverOptions
             * @property {Object.<string,string>} [labels] Volume labels
             * @property {string} [externalName] Volume externalName
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Volume.
             * @memberof holdfast.v1
             * @interface IVolume
             * @augments holdfast.v1.Volume.$Properties
             * @deprecated Use holdfast.v1.Volume.$Properties instead.
             */

            /**
             * Shape of a Volume.
             * @typedef {holdfast.v1.Volume.$Properties} holdfast.v1.Volume.$Shape
             */

            /**
             * Constructs a new Volume.
             * @memberof holdfast.v1
             * @classdesc Represents a Volume.
             * @constructor
             * @param {holdfast.v1.Volume.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Volume = function (properties) {
                this.driverOptions = {};
                this.labels = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Volume name.
             * @member {string} name
             * @memberof holdfast.v1.Volume
             * @instance
             */
            Volume.prototype.name = "";

            /**
             * Volume driver.
             * @member {string} driver
             * @memberof holdfast.v1.Volume
             * @instance
             */
            Volume.prototype.driver = "";

            /**
             * Volume driverOptions.
             * @member {Object.<string,string>} driverOptions
             * @memberof holdfast.v1.Volume
             * @instance
             */
            Volume.prototype.driverOptions = $util.emptyObject;

            /**
             * Volume labels.
             * @member {Object.<string,string>} labels
             * @memberof holdfast.v1.Volume
             * @instance
             */
            Volume.prototype.labels = $util.emptyObject;

            /**
             * Volume externalName.
             * @member {string} externalName
             * @memberof holdfast.v1.Volume
             * @instance
             */
            Volume.prototype.externalName = "";

            /**
             * Encodes the specified Volume message. Does not implicitly {@link holdfast.v1.Volume.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Volume
             * @static
             * @param {holdfast.v1.Volume.$Properties} message Volume message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Volume.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.driver != null && $Object.hasOwnProperty.call(message, "driver") && message.driver !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.driver);
                if (message.driverOptions != null && $Object.hasOwnProperty.call(message, "driverOptions"))
                    for (let keys = $Object.keys(message.driverOptions), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.driverOptions[keys[i]]).ldelim();
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.externalName != null && $Object.hasOwnProperty.call(message, "externalName") && message.externalName !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.externalName);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Volume message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Volume
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Volume & holdfast.v1.Volume.$Shape} Volume
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Volume.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Volume();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.driver = value;
                            else
                                delete message.driver;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (message.driverOptions === $util.emptyObject)
                                message.driverOptions = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.driverOptions, key);
                            message.driverOptions[key] = value;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalName = value;
                            else
                                delete message.externalName;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Volume;
        })();

        v1.Network = (function() {

            /**
             * Properties of a Network.
             * @typedef {Object} holdfast.v1.Network.$Properties
             * @property {string} [name] Network name
             * @property {string} [driver] Network driver
             * @property {Object.<string,string>} [driverOptions] Network driverOptions
             * @property {Object.<string,string>} [labels] Network labels
             * @property {boolean} [internal] Network internal
             * @property {boolean} [ipv6] Network ipv6
             * @property {boolean} [attachable] Network attachable
             * @property {Array.<holdfast.v1.Subnet.$Properties>} [subnets] Network subnets
             * @property {string} [externalName] Network externalName
             * @property {Object.<string,string>} [ipamOptions] Network ipamOptions
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Network.
             * @memberof holdfast.v1
             * @interface INetwork
             * @augments holdfast.v1.Network.$Properties
             * @deprecated Use holdfast.v1.Network.$Properties instead.
             */

            /**
             * Shape of a Network.
             * @typedef {holdfast.v1.Network.$Properties} holdfast.v1.Network.$Shape
             */

            /**
             * Constructs a new Network.
             * @memberof holdfast.v1
             * @classdesc Represents a Network.
             * @constructor
             * @param {holdfast.v1.Network.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Network = function (properties) {
                this.driverOptions = {};
                this.labels = {};
                this.subnets = [];
                this.ipamOptions = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Network name.
             * @member {string} name
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.name = "";

            /**
             * Network driver.
             * @member {string} driver
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.driver = "";

            /**
             * Network driverOptions.
             * @member {Object.<string,string>} driverOptions
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.driverOptions = $util.emptyObject;

            /**
             * Network labels.
             * @member {Object.<string,string>} labels
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.labels = $util.emptyObject;

            /**
             * Network internal.
             * @member {boolean} internal
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.internal = false;

            /**
             * Network ipv6.
             * @member {boolean} ipv6
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.ipv6 = false;

            /**
             * Network attachable.
             * @member {boolean} attachable
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.attachable = false;

            /**
             * Network subnets.
             * @member {Array.<holdfast.v1.Subnet>} subnets
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.subnets = $util.emptyArray;

            /**
             * Network externalName.
             * @member {string} externalName
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.externalName = "";

            /**
             * Network ipamOptions.
             * @member {Object.<string,string>} ipamOptions
             * @memberof holdfast.v1.Network
             * @instance
             */
            Network.prototype.ipamOptions = $util.emptyObject;

            /**
             * Encodes the specified Network message. Does not implicitly {@link holdfast.v1.Network.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Network
             * @static
             * @param {holdfast.v1.Network.$Properties} message Network message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Network.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.driver != null && $Object.hasOwnProperty.call(message, "driver") && message.driver !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.driver);
                if (message.driverOptions != null && $Object.hasOwnProperty.call(message, "driverOptions"))
                    for (let keys = $Object.keys(message.driverOptions), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.driverOptions[keys[i]]).ldelim();
                if (message.labels != null && $Object.hasOwnProperty.call(message, "labels"))
                    for (let keys = $Object.keys(message.labels), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.labels[keys[i]]).ldelim();
                if (message.internal != null && $Object.hasOwnProperty.call(message, "internal") && message.internal !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.internal);
                if (message.ipv6 != null && $Object.hasOwnProperty.call(message, "ipv6") && message.ipv6 !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.ipv6);
                if (message.attachable != null && $Object.hasOwnProperty.call(message, "attachable") && message.attachable !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.attachable);
                if (message.subnets != null && message.subnets.length)
                    for (let i = 0; i < message.subnets.length; ++i)
                        $root.holdfast.v1.Subnet.encode(message.subnets[i], writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.externalName != null && $Object.hasOwnProperty.call(message, "externalName") && message.externalName !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.externalName);
                if (message.ipamOptions != null && $Object.hasOwnProperty.call(message, "ipamOptions"))
                    for (let keys = $Object.keys(message.ipamOptions), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.ipamOptions[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Network message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Network
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Network & holdfast.v1.Network.$Shape} Network
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Network.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Network();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.driver = value;
                            else
                                delete message.driver;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (message.driverOptions === $util.emptyObject)
                                message.driverOptions = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.driverOptions, key);
                            message.driverOptions[key] = value;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.labels === $util.emptyObject)
                                message.labels = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.labels, key);
                            message.labels[key] = value;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.internal = value;
                            else
                                delete message.internal;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ipv6 = value;
                            else
                                delete message.ipv6;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.attachable = value;
                            else
                                delete message.attachable;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.subnets && message.subnets.length))
                                message.subnets = [];
                            message.subnets.push($root.holdfast.v1.Subnet.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.externalName = value;
                            else
                                delete message.externalName;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (message.ipamOptions === $util.emptyObject)
                                message.ipamOptions = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.ipamOptions, key);
                            message.ipamOptions[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Network;
        })();

        v1.Subnet = (function() {

            /**
             * Properties of a Subnet.
             * @typedef {Object} holdfast.v1.Subnet.$Properties
             * @property {string} [subnet] Subnet subnet
             * @property {string} [gateway] Subnet gateway
             * @property {string} [ipRange] Subnet ipRange
             * @property {Object.<string,string>} [auxAddresses] Subnet auxAddresses
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Subnet.
             * @memberof holdfast.v1
             * @interface ISubnet
             * @augments holdfast.v1.Subnet.$Properties
             * @deprecated Use holdfast.v1.Subnet.$Properties instead.
             */

            /**
             * Shape of a Subnet.
             * @typedef {holdfast.v1.Subnet.$Properties} holdfast.v1.Subnet.$Shape
             */

            /**
             * Constructs a new Subnet.
             * @memberof holdfast.v1
             * @classdesc Represents a Subnet.
             * @constructor
             * @param {holdfast.v1.Subnet.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Subnet = function (properties) {
                this.auxAddresses = {};
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Subnet subnet.
             * @member {string} subnet
             * @memberof holdfast.v1.Subnet
             * @instance
             */
            Subnet.prototype.subnet = "";

            /**
             * Subnet gateway.
             * @member {string} gateway
             * @memberof holdfast.v1.Subnet
             * @instance
             */
            Subnet.prototype.gateway = "";

            /**
             * Subnet ipRange.
             * @member {string} ipRange
             * @memberof holdfast.v1.Subnet
             * @instance
             */
            Subnet.prototype.ipRange = "";

            /**
             * Subnet auxAddresses.
             * @member {Object.<string,string>} auxAddresses
             * @memberof holdfast.v1.Subnet
             * @instance
             */
            Subnet.prototype.auxAddresses = $util.emptyObject;

            /**
             * Encodes the specified Subnet message. Does not implicitly {@link holdfast.v1.Subnet.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Subnet
             * @static
             * @param {holdfast.v1.Subnet.$Properties} message Subnet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Subnet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.subnet != null && $Object.hasOwnProperty.call(message, "subnet") && message.subnet !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.subnet);
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.gateway);
                if (message.ipRange != null && $Object.hasOwnProperty.call(message, "ipRange") && message.ipRange !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.ipRange);
                if (message.auxAddresses != null && $Object.hasOwnProperty.call(message, "auxAddresses"))
                    for (let keys = $Object.keys(message.auxAddresses), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.auxAddresses[keys[i]]).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Subnet message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Subnet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Subnet & holdfast.v1.Subnet.$Shape} Subnet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Subnet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Subnet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.subnet = value;
                            else
                                delete message.subnet;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gateway = value;
                            else
                                delete message.gateway;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ipRange = value;
                            else
                                delete message.ipRange;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (message.auxAddresses === $util.emptyObject)
                                message.auxAddresses = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = "";
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 2)
                                        break;
                                    value = reader.stringVerify();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.auxAddresses, key);
                            message.auxAddresses[key] = value;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Subnet;
        })();

        v1.NetworkConfig = (function() {

            /**
             * Properties of a NetworkConfig.
             * @typedef {Object} holdfast.v1.NetworkConfig.$Properties
             * @property {Array.<holdfast.v1.NetworkLink.$Properties>} [links] NetworkConfig links
             * @property {Array.<holdfast.v1.NetworkProxy.$Properties>} [proxies] NetworkConfig proxies
             * @property {number} [trialMs] NetworkConfig trialMs
             * @property {holdfast.v1.Failover.$Properties} [failover] NetworkConfig failover
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NetworkConfig.
             * @memberof holdfast.v1
             * @interface INetworkConfig
             * @augments holdfast.v1.NetworkConfig.$Properties
             * @deprecated Use holdfast.v1.NetworkConfig.$Properties instead.
             */

            /**
             * Shape of a NetworkConfig.
             * @typedef {holdfast.v1.NetworkConfig.$Properties} holdfast.v1.NetworkConfig.$Shape
             */

            /**
             * Constructs a new NetworkConfig.
             * @memberof holdfast.v1
             * @classdesc Represents a NetworkConfig.
             * @constructor
             * @param {holdfast.v1.NetworkConfig.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NetworkConfig = function (properties) {
                this.links = [];
                this.proxies = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NetworkConfig links.
             * @member {Array.<holdfast.v1.NetworkLink>} links
             * @memberof holdfast.v1.NetworkConfig
             * @instance
             */
            NetworkConfig.prototype.links = $util.emptyArray;

            /**
             * NetworkConfig proxies.
             * @member {Array.<holdfast.v1.NetworkProxy>} proxies
             * @memberof holdfast.v1.NetworkConfig
             * @instance
             */
            NetworkConfig.prototype.proxies = $util.emptyArray;

            /**
             * NetworkConfig trialMs.
             * @member {number} trialMs
             * @memberof holdfast.v1.NetworkConfig
             * @instance
             */
            NetworkConfig.prototype.trialMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * NetworkConfig failover.
             * @member {holdfast.v1.Failover} failover
             * @memberof holdfast.v1.NetworkConfig
             * @instance
             */
            NetworkConfig.prototype.failover = null;

            /**
             * Encodes the specified NetworkConfig message. Does not implicitly {@link holdfast.v1.NetworkConfig.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.NetworkConfig
             * @static
             * @param {holdfast.v1.NetworkConfig.$Properties} message NetworkConfig message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NetworkConfig.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.links != null && message.links.length)
                    for (let i = 0; i < message.links.length; ++i)
                        $root.holdfast.v1.NetworkLink.encode(message.links[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.proxies != null && message.proxies.length)
                    for (let i = 0; i < message.proxies.length; ++i)
                        $root.holdfast.v1.NetworkProxy.encode(message.proxies[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.trialMs != null && $Object.hasOwnProperty.call(message, "trialMs") && (typeof message.trialMs === "object" ? message.trialMs.low || message.trialMs.high : message.trialMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.trialMs);
                if (message.failover != null && $Object.hasOwnProperty.call(message, "failover"))
                    $root.holdfast.v1.Failover.encode(message.failover, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NetworkConfig message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.NetworkConfig
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkConfig & holdfast.v1.NetworkConfig.$Shape} NetworkConfig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NetworkConfig.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.NetworkConfig();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.links && message.links.length))
                                message.links = [];
                            message.links.push($root.holdfast.v1.NetworkLink.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.proxies && message.proxies.length))
                                message.proxies = [];
                            message.proxies.push($root.holdfast.v1.NetworkProxy.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.trialMs = value;
                            else
                                delete message.trialMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.failover = $root.holdfast.v1.Failover.decode(reader, reader.size(), $undefined, _depth + 1, message.failover);
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NetworkConfig;
        })();

        v1.NetworkLink = (function() {

            /**
             * Properties of a NetworkLink.
             * @typedef {Object} holdfast.v1.NetworkLink.$Properties
             * @property {string} [name] NetworkLink name
             * @property {string} ["interface"] NetworkLink interface
             * @property {holdfast.v1.Ethernet.$Properties} [ethernet] NetworkLink ethernet
             * @property {holdfast.v1.Wifi.$Properties} [wifi] NetworkLink wifi
             * @property {holdfast.v1.Cellular.$Properties} [cellular] NetworkLink cellular
             * @property {holdfast.v1.Vlan.$Properties} [vlan] NetworkLink vlan
             * @property {holdfast.v1.IpConfig.$Properties} [ipv4] NetworkLink ipv4
             * @property {holdfast.v1.IpConfig.$Properties} [ipv6] NetworkLink ipv6
             * @property {number} [priority] NetworkLink priority
             * @property {holdfast.v1.Metered} [metered] NetworkLink metered
             * @property {number} [mtu] NetworkLink mtu
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NetworkLink.
             * @memberof holdfast.v1
             * @interface INetworkLink
             * @augments holdfast.v1.NetworkLink.$Properties
             * @deprecated Use holdfast.v1.NetworkLink.$Properties instead.
             */

            /**
             * Shape of a NetworkLink.
             * @typedef {holdfast.v1.NetworkLink.$Properties} holdfast.v1.NetworkLink.$Shape
             */

            /**
             * Constructs a new NetworkLink.
             * @memberof holdfast.v1
             * @classdesc Represents a NetworkLink.
             * @constructor
             * @param {holdfast.v1.NetworkLink.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NetworkLink = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NetworkLink name.
             * @member {string} name
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.name = "";

            /**
             * NetworkLink interface.
             * @member {string} interface
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype["interface"] = "";

            /**
             * NetworkLink ethernet.
             * @member {holdfast.v1.Ethernet} ethernet
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.ethernet = null;

            /**
             * NetworkLink wifi.
             * @member {holdfast.v1.Wifi} wifi
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.wifi = null;

            /**
             * NetworkLink cellular.
             * @member {holdfast.v1.Cellular} cellular
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.cellular = null;

            /**
             * NetworkLink vlan.
             * @member {holdfast.v1.Vlan} vlan
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.vlan = null;

            /**
             * NetworkLink ipv4.
             * @member {holdfast.v1.IpConfig} ipv4
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.ipv4 = null;

            /**
             * NetworkLink ipv6.
             * @member {holdfast.v1.IpConfig} ipv6
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.ipv6 = null;

            /**
             * NetworkLink priority.
             * @member {number} priority
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.priority = 0;

            /**
             * NetworkLink metered.
             * @member {holdfast.v1.Metered} metered
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.metered = 0;

            /**
             * NetworkLink mtu.
             * @member {number} mtu
             * @memberof holdfast.v1.NetworkLink
             * @instance
             */
            NetworkLink.prototype.mtu = 0;

            /**
             * Encodes the specified NetworkLink message. Does not implicitly {@link holdfast.v1.NetworkLink.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.NetworkLink
             * @static
             * @param {holdfast.v1.NetworkLink.$Properties} message NetworkLink message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NetworkLink.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message["interface"] != null && $Object.hasOwnProperty.call(message, "interface") && message["interface"] !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message["interface"]);
                if (message.ethernet != null && $Object.hasOwnProperty.call(message, "ethernet"))
                    $root.holdfast.v1.Ethernet.encode(message.ethernet, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.wifi != null && $Object.hasOwnProperty.call(message, "wifi"))
                    $root.holdfast.v1.Wifi.encode(message.wifi, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.cellular != null && $Object.hasOwnProperty.call(message, "cellular"))
                    $root.holdfast.v1.Cellular.encode(message.cellular, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.vlan != null && $Object.hasOwnProperty.call(message, "vlan"))
                    $root.holdfast.v1.Vlan.encode(message.vlan, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.ipv4 != null && $Object.hasOwnProperty.call(message, "ipv4"))
                    $root.holdfast.v1.IpConfig.encode(message.ipv4, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.ipv6 != null && $Object.hasOwnProperty.call(message, "ipv6"))
                    $root.holdfast.v1.IpConfig.encode(message.ipv6, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.priority);
                if (message.metered != null && $Object.hasOwnProperty.call(message, "metered") && message.metered !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).int32(message.metered);
                if (message.mtu != null && $Object.hasOwnProperty.call(message, "mtu") && message.mtu !== 0)
                    writer.uint32(/* id 11, wireType 0 =*/88).uint32(message.mtu);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NetworkLink message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.NetworkLink
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkLink & holdfast.v1.NetworkLink.$Shape} NetworkLink
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NetworkLink.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.NetworkLink();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message["interface"] = value;
                            else
                                delete message["interface"];
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.ethernet = $root.holdfast.v1.Ethernet.decode(reader, reader.size(), $undefined, _depth + 1, message.ethernet);
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.wifi = $root.holdfast.v1.Wifi.decode(reader, reader.size(), $undefined, _depth + 1, message.wifi);
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.cellular = $root.holdfast.v1.Cellular.decode(reader, reader.size(), $undefined, _depth + 1, message.cellular);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.vlan = $root.holdfast.v1.Vlan.decode(reader, reader.size(), $undefined, _depth + 1, message.vlan);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.ipv4 = $root.holdfast.v1.IpConfig.decode(reader, reader.size(), $undefined, _depth + 1, message.ipv4);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.ipv6 = $root.holdfast.v1.IpConfig.decode(reader, reader.size(), $undefined, _depth + 1, message.ipv6);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.priority = value;
                            else
                                delete message.priority;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.metered = value;
                            else
                                delete message.metered;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.mtu = value;
                            else
                                delete message.mtu;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NetworkLink;
        })();

        /**
         * Metered enum.
         * @name holdfast.v1.Metered
         * @enum {number}
         * @property {number} METERED_UNSPECIFIED=0 METERED_UNSPECIFIED value
         * @property {number} METERED_YES=1 METERED_YES value
         * @property {number} METERED_NO=2 METERED_NO value
         */
        v1.Metered = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "METERED_UNSPECIFIED"] = 0;
            values[valuesById[1] = "METERED_YES"] = 1;
            values[valuesById[2] = "METERED_NO"] = 2;
            return values;
        })();

        v1.Ethernet = (function() {

            /**
             * Properties of an Ethernet.
             * @typedef {Object} holdfast.v1.Ethernet.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ethernet.
             * @memberof holdfast.v1
             * @interface IEthernet
             * @augments holdfast.v1.Ethernet.$Properties
             * @deprecated Use holdfast.v1.Ethernet.$Properties instead.
             */

            /**
             * Shape of an Ethernet.
             * @typedef {holdfast.v1.Ethernet.$Properties} holdfast.v1.Ethernet.$Shape
             */

            /**
             * Constructs a new Ethernet.
             * @memberof holdfast.v1
             * @classdesc Represents an Ethernet.
             * @constructor
             * @param {holdfast.v1.Ethernet.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ethernet = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Ethernet message. Does not implicitly {@link holdfast.v1.Ethernet.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Ethernet
             * @static
             * @param {holdfast.v1.Ethernet.$Properties} message Ethernet message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ethernet.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ethernet message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Ethernet
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Ethernet & holdfast.v1.Ethernet.$Shape} Ethernet
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ethernet.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Ethernet();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Ethernet;
        })();

        v1.Wifi = (function() {

            /**
             * Properties of a Wifi.
             * @typedef {Object} holdfast.v1.Wifi.$Properties
             * @property {string} [ssid] Wifi ssid
             * @property {string} [passphrase] Wifi passphrase
             * @property {string} [passphraseSecret] Wifi passphraseSecret
             * @property {boolean} [hidden] Wifi hidden
             * @property {boolean} [sae] Wifi sae
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Wifi.
             * @memberof holdfast.v1
             * @interface IWifi
             * @augments holdfast.v1.Wifi.$Properties
             * @deprecated Use holdfast.v1.Wifi.$Properties instead.
             */

            /**
             * Shape of a Wifi.
             * @typedef {holdfast.v1.Wifi.$Properties} holdfast.v1.Wifi.$Shape
             */

            /**
             * Constructs a new Wifi.
             * @memberof holdfast.v1
             * @classdesc Represents a Wifi.
             * @constructor
             * @param {holdfast.v1.Wifi.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Wifi = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Wifi ssid.
             * @member {string} ssid
             * @memberof holdfast.v1.Wifi
             * @instance
             */
            Wifi.prototype.ssid = "";

            /**
             * Wifi passphrase.
             * @member {string} passphrase
             * @memberof holdfast.v1.Wifi
             * @instance
             */
            Wifi.prototype.passphrase = "";

            /**
             * Wifi passphraseSecret.
             * @member {string} passphraseSecret
             * @memberof holdfast.v1.Wifi
             * @instance
             */
            Wifi.prototype.passphraseSecret = "";

            /**
             * Wifi hidden.
             * @member {boolean} hidden
             * @memberof holdfast.v1.Wifi
             * @instance
             */
            Wifi.prototype.hidden = false;

            /**
             * Wifi sae.
             * @member {boolean} sae
             * @memberof holdfast.v1.Wifi
             * @instance
             */
            Wifi.prototype.sae = false;

            /**
             * Encodes the specified Wifi message. Does not implicitly {@link holdfast.v1.Wifi.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Wifi
             * @static
             * @param {holdfast.v1.Wifi.$Properties} message Wifi message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Wifi.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.ssid != null && $Object.hasOwnProperty.call(message, "ssid") && message.ssid !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.ssid);
                if (message.passphrase != null && $Object.hasOwnProperty.call(message, "passphrase") && message.passphrase !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.passphrase);
                if (message.passphraseSecret != null && $Object.hasOwnProperty.call(message, "passphraseSecret") && message.passphraseSecret !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.passphraseSecret);
                if (message.hidden != null && $Object.hasOwnProperty.call(message, "hidden") && message.hidden !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.hidden);
                if (message.sae != null && $Object.hasOwnProperty.call(message, "sae") && message.sae !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.sae);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Wifi message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Wifi
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Wifi & holdfast.v1.Wifi.$Shape} Wifi
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Wifi.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Wifi();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.ssid = value;
                            else
                                delete message.ssid;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.passphrase = value;
                            else
                                delete message.passphrase;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.passphraseSecret = value;
                            else
                                delete message.passphraseSecret;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.hidden = value;
                            else
                                delete message.hidden;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.sae = value;
                            else
                                delete message.sae;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Wifi;
        })();

        v1.Cellular = (function() {

            /**
             * Properties of a Cellular.
             * @typedef {Object} holdfast.v1.Cellular.$Properties
             * @property {string} [apn] Cellular apn
             * @property {string} [username] Cellular username
             * @property {string} [password] Cellular password
             * @property {string} [passwordSecret] Cellular passwordSecret
             * @property {string} [pin] Cellular pin
             * @property {string} [pinSecret] Cellular pinSecret
             * @property {boolean} [homeOnly] Cellular homeOnly
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Cellular.
             * @memberof holdfast.v1
             * @interface ICellular
             * @augments holdfast.v1.Cellular.$Properties
             * @deprecated Use holdfast.v1.Cellular.$Properties instead.
             */

            /**
             * Shape of a Cellular.
             * @typedef {holdfast.v1.Cellular.$Properties} holdfast.v1.Cellular.$Shape
             */

            /**
             * Constructs a new Cellular.
             * @memberof holdfast.v1
             * @classdesc Represents a Cellular.
             * @constructor
             * @param {holdfast.v1.Cellular.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Cellular = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Cellular apn.
             * @member {string} apn
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.apn = "";

            /**
             * Cellular username.
             * @member {string} username
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.username = "";

            /**
             * Cellular password.
             * @member {string} password
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.password = "";

            /**
             * Cellular passwordSecret.
             * @member {string} passwordSecret
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.passwordSecret = "";

            /**
             * Cellular pin.
             * @member {string} pin
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.pin = "";

            /**
             * Cellular pinSecret.
             * @member {string} pinSecret
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.pinSecret = "";

            /**
             * Cellular homeOnly.
             * @member {boolean} homeOnly
             * @memberof holdfast.v1.Cellular
             * @instance
             */
            Cellular.prototype.homeOnly = false;

            /**
             * Encodes the specified Cellular message. Does not implicitly {@link holdfast.v1.Cellular.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Cellular
             * @static
             * @param {holdfast.v1.Cellular.$Properties} message Cellular message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Cellular.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.apn != null && $Object.hasOwnProperty.call(message, "apn") && message.apn !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.apn);
                if (message.username != null && $Object.hasOwnProperty.call(message, "username") && message.username !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.username);
                if (message.password != null && $Object.hasOwnProperty.call(message, "password") && message.password !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.password);
                if (message.passwordSecret != null && $Object.hasOwnProperty.call(message, "passwordSecret") && message.passwordSecret !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.passwordSecret);
                if (message.pin != null && $Object.hasOwnProperty.call(message, "pin") && message.pin !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.pin);
                if (message.pinSecret != null && $Object.hasOwnProperty.call(message, "pinSecret") && message.pinSecret !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.pinSecret);
                if (message.homeOnly != null && $Object.hasOwnProperty.call(message, "homeOnly") && message.homeOnly !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.homeOnly);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Cellular message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Cellular
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Cellular & holdfast.v1.Cellular.$Shape} Cellular
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Cellular.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Cellular();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.apn = value;
                            else
                                delete message.apn;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.username = value;
                            else
                                delete message.username;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.password = value;
                            else
                                delete message.password;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.passwordSecret = value;
                            else
                                delete message.passwordSecret;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pin = value;
                            else
                                delete message.pin;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pinSecret = value;
                            else
                                delete message.pinSecret;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.homeOnly = value;
                            else
                                delete message.homeOnly;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Cellular;
        })();

        v1.Vlan = (function() {

            /**
             * Properties of a Vlan.
             * @typedef {Object} holdfast.v1.Vlan.$Properties
             * @property {number} [id] Vlan id
             * @property {string} [parent] Vlan parent
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Vlan.
             * @memberof holdfast.v1
             * @interface IVlan
             * @augments holdfast.v1.Vlan.$Properties
             * @deprecated Use holdfast.v1.Vlan.$Properties instead.
             */

            /**
             * Shape of a Vlan.
             * @typedef {holdfast.v1.Vlan.$Properties} holdfast.v1.Vlan.$Shape
             */

            /**
             * Constructs a new Vlan.
             * @memberof holdfast.v1
             * @classdesc Represents a Vlan.
             * @constructor
             * @param {holdfast.v1.Vlan.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Vlan = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Vlan id.
             * @member {number} id
             * @memberof holdfast.v1.Vlan
             * @instance
             */
            Vlan.prototype.id = 0;

            /**
             * Vlan parent.
             * @member {string} parent
             * @memberof holdfast.v1.Vlan
             * @instance
             */
            Vlan.prototype.parent = "";

            /**
             * Encodes the specified Vlan message. Does not implicitly {@link holdfast.v1.Vlan.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Vlan
             * @static
             * @param {holdfast.v1.Vlan.$Properties} message Vlan message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Vlan.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.parent != null && $Object.hasOwnProperty.call(message, "parent") && message.parent !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.parent);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Vlan message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Vlan
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Vlan & holdfast.v1.Vlan.$Shape} Vlan
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Vlan.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Vlan();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.parent = value;
                            else
                                delete message.parent;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Vlan;
        })();

        /**
         * IpMethod enum.
         * @name holdfast.v1.IpMethod
         * @enum {number}
         * @property {number} IP_METHOD_UNSPECIFIED=0 IP_METHOD_UNSPECIFIED value
         * @property {number} IP_METHOD_AUTO=1 IP_METHOD_AUTO value
         * @property {number} IP_METHOD_STATIC=2 IP_METHOD_STATIC value
         * @property {number} IP_METHOD_OFF=3 IP_METHOD_OFF value
         */
        v1.IpMethod = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "IP_METHOD_UNSPECIFIED"] = 0;
            values[valuesById[1] = "IP_METHOD_AUTO"] = 1;
            values[valuesById[2] = "IP_METHOD_STATIC"] = 2;
            values[valuesById[3] = "IP_METHOD_OFF"] = 3;
            return values;
        })();

        v1.IpConfig = (function() {

            /**
             * Properties of an IpConfig.
             * @typedef {Object} holdfast.v1.IpConfig.$Properties
             * @property {holdfast.v1.IpMethod} [method] IpConfig method
             * @property {Array.<string>} [addresses] IpConfig addresses
             * @property {string} [gateway] IpConfig gateway
             * @property {Array.<string>} [dns] IpConfig dns
             * @property {Array.<string>} [dnsSearch] IpConfig dnsSearch
             * @property {Array.<holdfast.v1.Route.$Properties>} [routes] IpConfig routes
             * @property {boolean} [ignoreAutoDns] IpConfig ignoreAutoDns
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an IpConfig.
             * @memberof holdfast.v1
             * @interface IIpConfig
             * @augments holdfast.v1.IpConfig.$Properties
             * @deprecated Use holdfast.v1.IpConfig.$Properties instead.
             */

            /**
             * Shape of an IpConfig.
             * @typedef {holdfast.v1.IpConfig.$Properties} holdfast.v1.IpConfig.$Shape
             */

            /**
             * Constructs a new IpConfig.
             * @memberof holdfast.v1
             * @classdesc Represents an IpConfig.
             * @constructor
             * @param {holdfast.v1.IpConfig.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const IpConfig = function (properties) {
                this.addresses = [];
                this.dns = [];
                this.dnsSearch = [];
                this.routes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * IpConfig method.
             * @member {holdfast.v1.IpMethod} method
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.method = 0;

            /**
             * IpConfig addresses.
             * @member {Array.<string>} addresses
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.addresses = $util.emptyArray;

            /**
             * IpConfig gateway.
             * @member {string} gateway
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.gateway = "";

            /**
             * IpConfig dns.
             * @member {Array.<string>} dns
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.dns = $util.emptyArray;

            /**
             * IpConfig dnsSearch.
             * @member {Array.<string>} dnsSearch
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.dnsSearch = $util.emptyArray;

            /**
             * IpConfig routes.
             * @member {Array.<holdfast.v1.Route>} routes
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.routes = $util.emptyArray;

            /**
             * IpConfig ignoreAutoDns.
             * @member {boolean} ignoreAutoDns
             * @memberof holdfast.v1.IpConfig
             * @instance
             */
            IpConfig.prototype.ignoreAutoDns = false;

            /**
             * Encodes the specified IpConfig message. Does not implicitly {@link holdfast.v1.IpConfig.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.IpConfig
             * @static
             * @param {holdfast.v1.IpConfig.$Properties} message IpConfig message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            IpConfig.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.method != null && $Object.hasOwnProperty.call(message, "method") && message.method !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.method);
                if (message.addresses != null && message.addresses.length)
                    for (let i = 0; i < message.addresses.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.addresses[i]);
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.gateway);
                if (message.dns != null && message.dns.length)
                    for (let i = 0; i < message.dns.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.dns[i]);
                if (message.dnsSearch != null && message.dnsSearch.length)
                    for (let i = 0; i < message.dnsSearch.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.dnsSearch[i]);
                if (message.routes != null && message.routes.length)
                    for (let i = 0; i < message.routes.length; ++i)
                        $root.holdfast.v1.Route.encode(message.routes[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.ignoreAutoDns != null && $Object.hasOwnProperty.call(message, "ignoreAutoDns") && message.ignoreAutoDns !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.ignoreAutoDns);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an IpConfig message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.IpConfig
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.IpConfig & holdfast.v1.IpConfig.$Shape} IpConfig
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            IpConfig.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.IpConfig();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.method = value;
                            else
                                delete message.method;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.addresses && message.addresses.length))
                                message.addresses = [];
                            message.addresses.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gateway = value;
                            else
                                delete message.gateway;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dns && message.dns.length))
                                message.dns = [];
                            message.dns.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.dnsSearch && message.dnsSearch.length))
                                message.dnsSearch = [];
                            message.dnsSearch.push(reader.stringVerify());
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.routes && message.routes.length))
                                message.routes = [];
                            message.routes.push($root.holdfast.v1.Route.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ignoreAutoDns = value;
                            else
                                delete message.ignoreAutoDns;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return IpConfig;
        })();

        v1.Route = (function() {

            /**
             * Properties of a Route.
             * @typedef {Object} holdfast.v1.Route.$Properties
             * @property {string} [destination] Route destination
             * @property {string} [gateway] Route gateway
             * @property {number} [metric] Route metric
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Route.
             * @memberof holdfast.v1
             * @interface IRoute
             * @augments holdfast.v1.Route.$Properties
             * @deprecated Use holdfast.v1.Route.$Properties instead.
             */

            /**
             * Shape of a Route.
             * @typedef {holdfast.v1.Route.$Properties} holdfast.v1.Route.$Shape
             */

            /**
             * Constructs a new Route.
             * @memberof holdfast.v1
             * @classdesc Represents a Route.
             * @constructor
             * @param {holdfast.v1.Route.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Route = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Route destination.
             * @member {string} destination
             * @memberof holdfast.v1.Route
             * @instance
             */
            Route.prototype.destination = "";

            /**
             * Route gateway.
             * @member {string} gateway
             * @memberof holdfast.v1.Route
             * @instance
             */
            Route.prototype.gateway = "";

            /**
             * Route metric.
             * @member {number} metric
             * @memberof holdfast.v1.Route
             * @instance
             */
            Route.prototype.metric = 0;

            /**
             * Encodes the specified Route message. Does not implicitly {@link holdfast.v1.Route.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Route
             * @static
             * @param {holdfast.v1.Route.$Properties} message Route message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Route.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.destination != null && $Object.hasOwnProperty.call(message, "destination") && message.destination !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.destination);
                if (message.gateway != null && $Object.hasOwnProperty.call(message, "gateway") && message.gateway !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.gateway);
                if (message.metric != null && $Object.hasOwnProperty.call(message, "metric") && message.metric !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.metric);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Route message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Route
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Route & holdfast.v1.Route.$Shape} Route
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Route.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Route();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.destination = value;
                            else
                                delete message.destination;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gateway = value;
                            else
                                delete message.gateway;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.metric = value;
                            else
                                delete message.metric;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Route;
        })();

        v1.NetworkProxy = (function() {

            /**
             * Properties of a NetworkProxy.
             * @typedef {Object} holdfast.v1.NetworkProxy.$Properties
             * @property {string} [url] NetworkProxy url
             * @property {string} [username] NetworkProxy username
             * @property {string} [password] NetworkProxy password
             * @property {string} [passwordSecret] NetworkProxy passwordSecret
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NetworkProxy.
             * @memberof holdfast.v1
             * @interface INetworkProxy
             * @augments holdfast.v1.NetworkProxy.$Properties
             * @deprecated Use holdfast.v1.NetworkProxy.$Properties instead.
             */

            /**
             * Shape of a NetworkProxy.
             * @typedef {holdfast.v1.NetworkProxy.$Properties} holdfast.v1.NetworkProxy.$Shape
             */

            /**
             * Constructs a new NetworkProxy.
             * @memberof holdfast.v1
             * @classdesc Represents a NetworkProxy.
             * @constructor
             * @param {holdfast.v1.NetworkProxy.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NetworkProxy = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NetworkProxy url.
             * @member {string} url
             * @memberof holdfast.v1.NetworkProxy
             * @instance
             */
            NetworkProxy.prototype.url = "";

            /**
             * NetworkProxy username.
             * @member {string} username
             * @memberof holdfast.v1.NetworkProxy
             * @instance
             */
            NetworkProxy.prototype.username = "";

            /**
             * NetworkProxy password.
             * @member {string} password
             * @memberof holdfast.v1.NetworkProxy
             * @instance
             */
            NetworkProxy.prototype.password = "";

            /**
             * NetworkProxy passwordSecret.
             * @member {string} passwordSecret
             * @memberof holdfast.v1.NetworkProxy
             * @instance
             */
            NetworkProxy.prototype.passwordSecret = "";

            /**
             * Encodes the specified NetworkProxy message. Does not implicitly {@link holdfast.v1.NetworkProxy.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.NetworkProxy
             * @static
             * @param {holdfast.v1.NetworkProxy.$Properties} message NetworkProxy message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NetworkProxy.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.url != null && $Object.hasOwnProperty.call(message, "url") && message.url !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.url);
                if (message.username != null && $Object.hasOwnProperty.call(message, "username") && message.username !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.username);
                if (message.password != null && $Object.hasOwnProperty.call(message, "password") && message.password !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.password);
                if (message.passwordSecret != null && $Object.hasOwnProperty.call(message, "passwordSecret") && message.passwordSecret !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.passwordSecret);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NetworkProxy message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.NetworkProxy
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkProxy & holdfast.v1.NetworkProxy.$Shape} NetworkProxy
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NetworkProxy.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.NetworkProxy();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.url = value;
                            else
                                delete message.url;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.username = value;
                            else
                                delete message.username;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.password = value;
                            else
                                delete message.password;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.passwordSecret = value;
                            else
                                delete message.passwordSecret;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NetworkProxy;
        })();

        v1.Failover = (function() {

            /**
             * Properties of a Failover.
             * @typedef {Object} holdfast.v1.Failover.$Properties
             * @property {number} [afterMs] Failover afterMs
             * @property {number} [backAfterMs] Failover backAfterMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Failover.
             * @memberof holdfast.v1
             * @interface IFailover
             * @augments holdfast.v1.Failover.$Properties
             * @deprecated Use holdfast.v1.Failover.$Properties instead.
             */

            /**
             * Shape of a Failover.
             * @typedef {holdfast.v1.Failover.$Properties} holdfast.v1.Failover.$Shape
             */

            /**
             * Constructs a new Failover.
             * @memberof holdfast.v1
             * @classdesc Represents a Failover.
             * @constructor
             * @param {holdfast.v1.Failover.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Failover = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Failover afterMs.
             * @member {number} afterMs
             * @memberof holdfast.v1.Failover
             * @instance
             */
            Failover.prototype.afterMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Failover backAfterMs.
             * @member {number} backAfterMs
             * @memberof holdfast.v1.Failover
             * @instance
             */
            Failover.prototype.backAfterMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Failover message. Does not implicitly {@link holdfast.v1.Failover.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Failover
             * @static
             * @param {holdfast.v1.Failover.$Properties} message Failover message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Failover.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.afterMs != null && $Object.hasOwnProperty.call(message, "afterMs") && (typeof message.afterMs === "object" ? message.afterMs.low || message.afterMs.high : message.afterMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.afterMs);
                if (message.backAfterMs != null && $Object.hasOwnProperty.call(message, "backAfterMs") && (typeof message.backAfterMs === "object" ? message.backAfterMs.low || message.backAfterMs.high : message.backAfterMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.backAfterMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Failover message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Failover
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Failover & holdfast.v1.Failover.$Shape} Failover
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Failover.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Failover();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.afterMs = value;
                            else
                                delete message.afterMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.backAfterMs = value;
                            else
                                delete message.backAfterMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Failover;
        })();

        v1.NetworkChange = (function() {

            /**
             * Properties of a NetworkChange.
             * @typedef {Object} holdfast.v1.NetworkChange.$Properties
             * @property {string} [state] NetworkChange state
             * @property {string} [wanted] NetworkChange wanted
             * @property {string} [inForce] NetworkChange inForce
             * @property {string} [code] NetworkChange code
             * @property {string} [message] NetworkChange message
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a NetworkChange.
             * @memberof holdfast.v1
             * @interface INetworkChange
             * @augments holdfast.v1.NetworkChange.$Properties
             * @deprecated Use holdfast.v1.NetworkChange.$Properties instead.
             */

            /**
             * Shape of a NetworkChange.
             * @typedef {holdfast.v1.NetworkChange.$Properties} holdfast.v1.NetworkChange.$Shape
             */

            /**
             * Constructs a new NetworkChange.
             * @memberof holdfast.v1
             * @classdesc Represents a NetworkChange.
             * @constructor
             * @param {holdfast.v1.NetworkChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const NetworkChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * NetworkChange state.
             * @member {string} state
             * @memberof holdfast.v1.NetworkChange
             * @instance
             */
            NetworkChange.prototype.state = "";

            /**
             * NetworkChange wanted.
             * @member {string} wanted
             * @memberof holdfast.v1.NetworkChange
             * @instance
             */
            NetworkChange.prototype.wanted = "";

            /**
             * NetworkChange inForce.
             * @member {string} inForce
             * @memberof holdfast.v1.NetworkChange
             * @instance
             */
            NetworkChange.prototype.inForce = "";

            /**
             * NetworkChange code.
             * @member {string} code
             * @memberof holdfast.v1.NetworkChange
             * @instance
             */
            NetworkChange.prototype.code = "";

            /**
             * NetworkChange message.
             * @member {string} message
             * @memberof holdfast.v1.NetworkChange
             * @instance
             */
            NetworkChange.prototype.message = "";

            /**
             * Encodes the specified NetworkChange message. Does not implicitly {@link holdfast.v1.NetworkChange.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.NetworkChange
             * @static
             * @param {holdfast.v1.NetworkChange.$Properties} message NetworkChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            NetworkChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.state);
                if (message.wanted != null && $Object.hasOwnProperty.call(message, "wanted") && message.wanted !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.wanted);
                if (message.inForce != null && $Object.hasOwnProperty.call(message, "inForce") && message.inForce !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.inForce);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.message);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a NetworkChange message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.NetworkChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.NetworkChange & holdfast.v1.NetworkChange.$Shape} NetworkChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            NetworkChange.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.NetworkChange();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.wanted = value;
                            else
                                delete message.wanted;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.inForce = value;
                            else
                                delete message.inForce;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return NetworkChange;
        })();

        /**
         * RolloutState enum.
         * @name holdfast.v1.RolloutState
         * @enum {number}
         * @property {number} ROLLOUT_STATE_UNSPECIFIED=0 ROLLOUT_STATE_UNSPECIFIED value
         * @property {number} ROLLOUT_STATE_GO=1 ROLLOUT_STATE_GO value
         * @property {number} ROLLOUT_STATE_PAUSED=2 ROLLOUT_STATE_PAUSED value
         * @property {number} ROLLOUT_STATE_REVERT=3 ROLLOUT_STATE_REVERT value
         */
        v1.RolloutState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ROLLOUT_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ROLLOUT_STATE_GO"] = 1;
            values[valuesById[2] = "ROLLOUT_STATE_PAUSED"] = 2;
            values[valuesById[3] = "ROLLOUT_STATE_REVERT"] = 3;
            return values;
        })();

        v1.Rollout = (function() {

            /**
             * Properties of a Rollout.
             * @typedef {Object} holdfast.v1.Rollout.$Properties
             * @property {string} [fleet] Rollout fleet
             * @property {number} [epoch] Rollout epoch
             * @property {number} [revision] Rollout revision
             * @property {holdfast.v1.RolloutState} [state] Rollout state
             * @property {number} [share] Rollout share
             * @property {number} [issuedAtMs] Rollout issuedAtMs
             * @property {number} [freshForMs] Rollout freshForMs
             * @property {Array.<string>} [devices] Rollout devices
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Rollout.
             * @memberof holdfast.v1
             * @interface IRollout
             * @augments holdfast.v1.Rollout.$Properties
             * @deprecated Use holdfast.v1.Rollout.$Properties instead.
             */

            /**
             * Shape of a Rollout.
             * @typedef {holdfast.v1.Rollout.$Properties} holdfast.v1.Rollout.$Shape
             */

            /**
             * Constructs a new Rollout.
             * @memberof holdfast.v1
             * @classdesc Represents a Rollout.
             * @constructor
             * @param {holdfast.v1.Rollout.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Rollout = function (properties) {
                this.devices = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Rollout fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.fleet = "";

            /**
             * Rollout epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Rollout revision.
             * @member {number} revision
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Rollout state.
             * @member {holdfast.v1.RolloutState} state
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.state = 0;

            /**
             * Rollout share.
             * @member {number} share
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.share = 0;

            /**
             * Rollout issuedAtMs.
             * @member {number} issuedAtMs
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.issuedAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Rollout freshForMs.
             * @member {number} freshForMs
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.freshForMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Rollout devices.
             * @member {Array.<string>} devices
             * @memberof holdfast.v1.Rollout
             * @instance
             */
            Rollout.prototype.devices = $util.emptyArray;

            /**
             * Encodes the specified Rollout message. Does not implicitly {@link holdfast.v1.Rollout.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Rollout
             * @static
             * @param {holdfast.v1.Rollout.$Properties} message Rollout message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Rollout.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.fleet);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.epoch);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.revision);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).int32(message.state);
                if (message.share != null && $Object.hasOwnProperty.call(message, "share") && message.share !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.share);
                if (message.issuedAtMs != null && $Object.hasOwnProperty.call(message, "issuedAtMs") && (typeof message.issuedAtMs === "object" ? message.issuedAtMs.low || message.issuedAtMs.high : message.issuedAtMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.issuedAtMs);
                if (message.freshForMs != null && $Object.hasOwnProperty.call(message, "freshForMs") && (typeof message.freshForMs === "object" ? message.freshForMs.low || message.freshForMs.high : message.freshForMs !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.freshForMs);
                if (message.devices != null && message.devices.length)
                    for (let i = 0; i < message.devices.length; ++i)
                        writer.uint32(/* id 20, wireType 2 =*/162).string(message.devices[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Rollout message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Rollout
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Rollout & holdfast.v1.Rollout.$Shape} Rollout
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Rollout.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Rollout();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.share = value;
                            else
                                delete message.share;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.issuedAtMs = value;
                            else
                                delete message.issuedAtMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.freshForMs = value;
                            else
                                delete message.freshForMs;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            if (!(message.devices && message.devices.length))
                                message.devices = [];
                            message.devices.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Rollout;
        })();

        v1.Report = (function() {

            /**
             * Properties of a Report.
             * @typedef {Object} holdfast.v1.Report.$Properties
             * @property {string} [device] Report device
             * @property {string} [fleet] Report fleet
             * @property {number} [sequence] Report sequence
             * @property {string} [bootId] Report bootId
             * @property {string} [agentVersion] Report agentVersion
             * @property {number} [atMs] Report atMs
             * @property {string} [phase] Report phase
             * @property {holdfast.v1.Running.$Properties} [current] Report current
             * @property {holdfast.v1.Running.$Properties} [target] Report target
             * @property {Array.<holdfast.v1.Blocker.$Properties>} [blockers] Report blockers
             * @property {Array.<holdfast.v1.ServiceStatus.$Properties>} [services] Report services
             * @property {Array.<holdfast.v1.Refusal.$Properties>} [refused] Report refused
             * @property {holdfast.v1.Progress.$Properties} [progress] Report progress
             * @property {holdfast.v1.Host.$Properties} [host] Report host
             * @property {Object.<string,number>} [counters] Report counters
             * @property {Array.<string>} [recovered] Report recovered
             * @property {Array.<holdfast.v1.Stopped.$Properties>} [stopped] Report stopped
             * @property {holdfast.v1.Hold.$Properties} [hold] Report hold
             * @property {number} [trustVersion] Report trustVersion
             * @property {holdfast.v1.NetworkChange.$Properties} [networkChange] Report networkChange
             * @property {holdfast.v1.Usage.$Properties} [usage] Report usage
             * @property {Array.<holdfast.v1.UpdateOutcome.$Properties>} [outcomes] Report outcomes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Report.
             * @memberof holdfast.v1
             * @interface IReport
             * @augments holdfast.v1.Report.$Properties
             * @deprecated Use holdfast.v1.Report.$Properties instead.
             */

            /**
             * Shape of a Report.
             * @typedef {holdfast.v1.Report.$Properties} holdfast.v1.Report.$Shape
             */

            /**
             * Constructs a new Report.
             * @memberof holdfast.v1
             * @classdesc Represents a Report.
             * @constructor
             * @param {holdfast.v1.Report.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Report = function (properties) {
                this.blockers = [];
                this.services = [];
                this.refused = [];
                this.counters = {};
                this.recovered = [];
                this.stopped = [];
                this.outcomes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Report device.
             * @member {string} device
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.device = "";

            /**
             * Report fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.fleet = "";

            /**
             * Report sequence.
             * @member {number} sequence
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Report bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.bootId = "";

            /**
             * Report agentVersion.
             * @member {string} agentVersion
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.agentVersion = "";

            /**
             * Report atMs.
             * @member {number} atMs
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Report phase.
             * @member {string} phase
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.phase = "";

            /**
             * Report current.
             * @member {holdfast.v1.Running} current
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.current = null;

            /**
             * Report target.
             * @member {holdfast.v1.Running} target
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.target = null;

            /**
             * Report blockers.
             * @member {Array.<holdfast.v1.Blocker>} blockers
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.blockers = $util.emptyArray;

            /**
             * Report services.
             * @member {Array.<holdfast.v1.ServiceStatus>} services
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.services = $util.emptyArray;

            /**
             * Report refused.
             * @member {Array.<holdfast.v1.Refusal>} refused
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.refused = $util.emptyArray;

            /**
             * Report progress.
             * @member {holdfast.v1.Progress} progress
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.progress = null;

            /**
             * Report host.
             * @member {holdfast.v1.Host} host
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.host = null;

            /**
             * Report counters.
             * @member {Object.<string,number>} counters
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.counters = $util.emptyObject;

            /**
             * Report recovered.
             * @member {Array.<string>} recovered
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.recovered = $util.emptyArray;

            /**
             * Report stopped.
             * @member {Array.<holdfast.v1.Stopped>} stopped
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.stopped = $util.emptyArray;

            /**
             * Report hold.
             * @member {holdfast.v1.Hold} hold
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.hold = null;

            /**
             * Report trustVersion.
             * @member {number} trustVersion
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.trustVersion = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Report networkChange.
             * @member {holdfast.v1.NetworkChange} networkChange
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.networkChange = null;

            /**
             * Report usage.
             * @member {holdfast.v1.Usage} usage
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.usage = null;

            /**
             * Report outcomes.
             * @member {Array.<holdfast.v1.UpdateOutcome>} outcomes
             * @memberof holdfast.v1.Report
             * @instance
             */
            Report.prototype.outcomes = $util.emptyArray;

            /**
             * Encodes the specified Report message. Does not implicitly {@link holdfast.v1.Report.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Report
             * @static
             * @param {holdfast.v1.Report.$Properties} message Report message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Report.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.fleet);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.bootId);
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.agentVersion);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.atMs);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.phase);
                if (message.current != null && $Object.hasOwnProperty.call(message, "current"))
                    $root.holdfast.v1.Running.encode(message.current, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.target != null && $Object.hasOwnProperty.call(message, "target"))
                    $root.holdfast.v1.Running.encode(message.target, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.blockers != null && message.blockers.length)
                    for (let i = 0; i < message.blockers.length; ++i)
                        $root.holdfast.v1.Blocker.encode(message.blockers[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.services != null && message.services.length)
                    for (let i = 0; i < message.services.length; ++i)
                        $root.holdfast.v1.ServiceStatus.encode(message.services[i], writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.refused != null && message.refused.length)
                    for (let i = 0; i < message.refused.length; ++i)
                        $root.holdfast.v1.Refusal.encode(message.refused[i], writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress"))
                    $root.holdfast.v1.Progress.encode(message.progress, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.host != null && $Object.hasOwnProperty.call(message, "host"))
                    $root.holdfast.v1.Host.encode(message.host, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.counters != null && $Object.hasOwnProperty.call(message, "counters"))
                    for (let keys = $Object.keys(message.counters), i = 0; i < keys.length; ++i)
                        writer.uint32(/* id 15, wireType 2 =*/122).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 0 =*/16).uint64(message.counters[keys[i]]).ldelim();
                if (message.recovered != null && message.recovered.length)
                    for (let i = 0; i < message.recovered.length; ++i)
                        writer.uint32(/* id 16, wireType 2 =*/130).string(message.recovered[i]);
                if (message.stopped != null && message.stopped.length)
                    for (let i = 0; i < message.stopped.length; ++i)
                        $root.holdfast.v1.Stopped.encode(message.stopped[i], writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
                    $root.holdfast.v1.Hold.encode(message.hold, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.trustVersion != null && $Object.hasOwnProperty.call(message, "trustVersion") && (typeof message.trustVersion === "object" ? message.trustVersion.low || message.trustVersion.high : message.trustVersion !== 0))
                    writer.uint32(/* id 20, wireType 0 =*/160).uint64(message.trustVersion);
                if (message.usage != null && $Object.hasOwnProperty.call(message, "usage"))
                    $root.holdfast.v1.Usage.encode(message.usage, writer.uint32(/* id 31, wireType 2 =*/250).fork(), _depth + 1).ldelim();
                if (message.networkChange != null && $Object.hasOwnProperty.call(message, "networkChange"))
                    $root.holdfast.v1.NetworkChange.encode(message.networkChange, writer.uint32(/* id 33, wireType 2 =*/266).fork(), _depth + 1).ldelim();
                if (message.outcomes != null && message.outcomes.length)
                    for (let i = 0; i < message.outcomes.length; ++i)
                        $root.holdfast.v1.UpdateOutcome.encode(message.outcomes[i], writer.uint32(/* id 39, wireType 2 =*/314).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Report message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Report
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Report & holdfast.v1.Report.$Shape} Report
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Report.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, key, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Report();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentVersion = value;
                            else
                                delete message.agentVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.current = $root.holdfast.v1.Running.decode(reader, reader.size(), $undefined, _depth + 1, message.current);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.target = $root.holdfast.v1.Running.decode(reader, reader.size(), $undefined, _depth + 1, message.target);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.blockers && message.blockers.length))
                                message.blockers = [];
                            message.blockers.push($root.holdfast.v1.Blocker.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if (!(message.services && message.services.length))
                                message.services = [];
                            message.services.push($root.holdfast.v1.ServiceStatus.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if (!(message.refused && message.refused.length))
                                message.refused = [];
                            message.refused.push($root.holdfast.v1.Refusal.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.progress = $root.holdfast.v1.Progress.decode(reader, reader.size(), $undefined, _depth + 1, message.progress);
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.host = $root.holdfast.v1.Host.decode(reader, reader.size(), $undefined, _depth + 1, message.host);
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            if (message.counters === $util.emptyObject)
                                message.counters = {};
                            let end2 = reader.size() + reader.pos;
                            if (end2 > reader.len)
                                throw $RangeError("index out of range");
                            reader.len = end2;
                            key = "";
                            value = $util.Long ? $util.Long.fromNumber(0, true) : 0;
                            while (reader.pos < end2) {
                                let tag2 = reader.tag();
                                wireType = tag2 & 7;
                                switch (tag2 >>>= 3) {
                                case 1:
                                    if (wireType !== 2)
                                        break;
                                    key = reader.stringVerify();
                                    continue;
                                case 2:
                                    if (wireType !== 0)
                                        break;
                                    value = reader.uint64();
                                    continue;
                                }
                                reader.skipType(wireType, _depth, tag2);
                            }
                            if (reader.pos !== end2)
                                throw $RangeError("index out of range");
                            reader.len = end;
                            if (key === "__proto__")
                                $util.makeProp(message.counters, key);
                            message.counters[key] = value;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            if (!(message.recovered && message.recovered.length))
                                message.recovered = [];
                            message.recovered.push(reader.stringVerify());
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            if (!(message.stopped && message.stopped.length))
                                message.stopped = [];
                            message.stopped.push($root.holdfast.v1.Stopped.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.hold = $root.holdfast.v1.Hold.decode(reader, reader.size(), $undefined, _depth + 1, message.hold);
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.trustVersion = value;
                            else
                                delete message.trustVersion;
                            continue;
                        }
                    case 33: {
                            if (wireType !== 2)
                                break;
                            message.networkChange = $root.holdfast.v1.NetworkChange.decode(reader, reader.size(), $undefined, _depth + 1, message.networkChange);
                            continue;
                        }
                    case 31: {
                            if (wireType !== 2)
                                break;
                            message.usage = $root.holdfast.v1.Usage.decode(reader, reader.size(), $undefined, _depth + 1, message.usage);
                            continue;
                        }
                    case 39: {
                            if (wireType !== 2)
                                break;
                            if (!(message.outcomes && message.outcomes.length))
                                message.outcomes = [];
                            message.outcomes.push($root.holdfast.v1.UpdateOutcome.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Report;
        })();

        v1.Usage = (function() {

            /**
             * Properties of a Usage.
             * @typedef {Object} holdfast.v1.Usage.$Properties
             * @property {string} [link] Usage link
             * @property {boolean} [metered] Usage metered
             * @property {Array.<holdfast.v1.ByteCount.$Properties>} [counts] Usage counts
             * @property {Array.<holdfast.v1.BudgetUse.$Properties>} [budgets] Usage budgets
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Usage.
             * @memberof holdfast.v1
             * @interface IUsage
             * @augments holdfast.v1.Usage.$Properties
             * @deprecated Use holdfast.v1.Usage.$Properties instead.
             */

            /**
             * Shape of a Usage.
             * @typedef {holdfast.v1.Usage.$Properties} holdfast.v1.Usage.$Shape
             */

            /**
             * Constructs a new Usage.
             * @memberof holdfast.v1
             * @classdesc Represents a Usage.
             * @constructor
             * @param {holdfast.v1.Usage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Usage = function (properties) {
                this.counts = [];
                this.budgets = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Usage link.
             * @member {string} link
             * @memberof holdfast.v1.Usage
             * @instance
             */
            Usage.prototype.link = "";

            /**
             * Usage metered.
             * @member {boolean} metered
             * @memberof holdfast.v1.Usage
             * @instance
             */
            Usage.prototype.metered = false;

            /**
             * Usage counts.
             * @member {Array.<holdfast.v1.ByteCount>} counts
             * @memberof holdfast.v1.Usage
             * @instance
             */
            Usage.prototype.counts = $util.emptyArray;

            /**
             * Usage budgets.
             * @member {Array.<holdfast.v1.BudgetUse>} budgets
             * @memberof holdfast.v1.Usage
             * @instance
             */
            Usage.prototype.budgets = $util.emptyArray;

            /**
             * Encodes the specified Usage message. Does not implicitly {@link holdfast.v1.Usage.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Usage
             * @static
             * @param {holdfast.v1.Usage.$Properties} message Usage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Usage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.link != null && $Object.hasOwnProperty.call(message, "link") && message.link !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.link);
                if (message.metered != null && $Object.hasOwnProperty.call(message, "metered") && message.metered !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.metered);
                if (message.counts != null && message.counts.length)
                    for (let i = 0; i < message.counts.length; ++i)
                        $root.holdfast.v1.ByteCount.encode(message.counts[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.budgets != null && message.budgets.length)
                    for (let i = 0; i < message.budgets.length; ++i)
                        $root.holdfast.v1.BudgetUse.encode(message.budgets[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Usage message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Usage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Usage & holdfast.v1.Usage.$Shape} Usage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Usage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Usage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.link = value;
                            else
                                delete message.link;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.metered = value;
                            else
                                delete message.metered;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.counts && message.counts.length))
                                message.counts = [];
                            message.counts.push($root.holdfast.v1.ByteCount.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.budgets && message.budgets.length))
                                message.budgets = [];
                            message.budgets.push($root.holdfast.v1.BudgetUse.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Usage;
        })();

        v1.ByteCount = (function() {

            /**
             * Properties of a ByteCount.
             * @typedef {Object} holdfast.v1.ByteCount.$Properties
             * @property {holdfast.v1.ByteClass} ["class"] ByteCount class
             * @property {string} [link] ByteCount link
             * @property {boolean} [metered] ByteCount metered
             * @property {number} [dayBytes] ByteCount dayBytes
             * @property {number} [monthBytes] ByteCount monthBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ByteCount.
             * @memberof holdfast.v1
             * @interface IByteCount
             * @augments holdfast.v1.ByteCount.$Properties
             * @deprecated Use holdfast.v1.ByteCount.$Properties instead.
             */

            /**
             * Shape of a ByteCount.
             * @typedef {holdfast.v1.ByteCount.$Properties} holdfast.v1.ByteCount.$Shape
             */

            /**
             * Constructs a new ByteCount.
             * @memberof holdfast.v1
             * @classdesc Represents a ByteCount.
             * @constructor
             * @param {holdfast.v1.ByteCount.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ByteCount = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ByteCount class.
             * @member {holdfast.v1.ByteClass} class
             * @memberof holdfast.v1.ByteCount
             * @instance
             */
            ByteCount.prototype["class"] = 0;

            /**
             * ByteCount link.
             * @member {string} link
             * @memberof holdfast.v1.ByteCount
             * @instance
             */
            ByteCount.prototype.link = "";

            /**
             * ByteCount metered.
             * @member {boolean} metered
             * @memberof holdfast.v1.ByteCount
             * @instance
             */
            ByteCount.prototype.metered = false;

            /**
             * ByteCount dayBytes.
             * @member {number} dayBytes
             * @memberof holdfast.v1.ByteCount
             * @instance
             */
            ByteCount.prototype.dayBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * ByteCount monthBytes.
             * @member {number} monthBytes
             * @memberof holdfast.v1.ByteCount
             * @instance
             */
            ByteCount.prototype.monthBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ByteCount message. Does not implicitly {@link holdfast.v1.ByteCount.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ByteCount
             * @static
             * @param {holdfast.v1.ByteCount.$Properties} message ByteCount message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ByteCount.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message["class"] != null && $Object.hasOwnProperty.call(message, "class") && message["class"] !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message["class"]);
                if (message.link != null && $Object.hasOwnProperty.call(message, "link") && message.link !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.link);
                if (message.metered != null && $Object.hasOwnProperty.call(message, "metered") && message.metered !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.metered);
                if (message.dayBytes != null && $Object.hasOwnProperty.call(message, "dayBytes") && (typeof message.dayBytes === "object" ? message.dayBytes.low || message.dayBytes.high : message.dayBytes !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.dayBytes);
                if (message.monthBytes != null && $Object.hasOwnProperty.call(message, "monthBytes") && (typeof message.monthBytes === "object" ? message.monthBytes.low || message.monthBytes.high : message.monthBytes !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.monthBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ByteCount message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ByteCount
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ByteCount & holdfast.v1.ByteCount.$Shape} ByteCount
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ByteCount.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ByteCount();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message["class"] = value;
                            else
                                delete message["class"];
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.link = value;
                            else
                                delete message.link;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.metered = value;
                            else
                                delete message.metered;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dayBytes = value;
                            else
                                delete message.dayBytes;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monthBytes = value;
                            else
                                delete message.monthBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ByteCount;
        })();

        v1.BudgetUse = (function() {

            /**
             * Properties of a BudgetUse.
             * @typedef {Object} holdfast.v1.BudgetUse.$Properties
             * @property {holdfast.v1.ByteBudget.$Properties} [budget] BudgetUse budget
             * @property {number} [dayBytes] BudgetUse dayBytes
             * @property {number} [monthBytes] BudgetUse monthBytes
             * @property {number} [wholeAtMs] BudgetUse wholeAtMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BudgetUse.
             * @memberof holdfast.v1
             * @interface IBudgetUse
             * @augments holdfast.v1.BudgetUse.$Properties
             * @deprecated Use holdfast.v1.BudgetUse.$Properties instead.
             */

            /**
             * Shape of a BudgetUse.
             * @typedef {holdfast.v1.BudgetUse.$Properties} holdfast.v1.BudgetUse.$Shape
             */

            /**
             * Constructs a new BudgetUse.
             * @memberof holdfast.v1
             * @classdesc Represents a BudgetUse.
             * @constructor
             * @param {holdfast.v1.BudgetUse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BudgetUse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BudgetUse budget.
             * @member {holdfast.v1.ByteBudget} budget
             * @memberof holdfast.v1.BudgetUse
             * @instance
             */
            BudgetUse.prototype.budget = null;

            /**
             * BudgetUse dayBytes.
             * @member {number} dayBytes
             * @memberof holdfast.v1.BudgetUse
             * @instance
             */
            BudgetUse.prototype.dayBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * BudgetUse monthBytes.
             * @member {number} monthBytes
             * @memberof holdfast.v1.BudgetUse
             * @instance
             */
            BudgetUse.prototype.monthBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * BudgetUse wholeAtMs.
             * @member {number} wholeAtMs
             * @memberof holdfast.v1.BudgetUse
             * @instance
             */
            BudgetUse.prototype.wholeAtMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified BudgetUse message. Does not implicitly {@link holdfast.v1.BudgetUse.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.BudgetUse
             * @static
             * @param {holdfast.v1.BudgetUse.$Properties} message BudgetUse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BudgetUse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.budget != null && $Object.hasOwnProperty.call(message, "budget"))
                    $root.holdfast.v1.ByteBudget.encode(message.budget, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.dayBytes != null && $Object.hasOwnProperty.call(message, "dayBytes") && (typeof message.dayBytes === "object" ? message.dayBytes.low || message.dayBytes.high : message.dayBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.dayBytes);
                if (message.monthBytes != null && $Object.hasOwnProperty.call(message, "monthBytes") && (typeof message.monthBytes === "object" ? message.monthBytes.low || message.monthBytes.high : message.monthBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.monthBytes);
                if (message.wholeAtMs != null && $Object.hasOwnProperty.call(message, "wholeAtMs") && (typeof message.wholeAtMs === "object" ? message.wholeAtMs.low || message.wholeAtMs.high : message.wholeAtMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.wholeAtMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BudgetUse message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.BudgetUse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.BudgetUse & holdfast.v1.BudgetUse.$Shape} BudgetUse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BudgetUse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.BudgetUse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.budget = $root.holdfast.v1.ByteBudget.decode(reader, reader.size(), $undefined, _depth + 1, message.budget);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dayBytes = value;
                            else
                                delete message.dayBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monthBytes = value;
                            else
                                delete message.monthBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.wholeAtMs = value;
                            else
                                delete message.wholeAtMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return BudgetUse;
        })();

        v1.UpdateOutcome = (function() {

            /**
             * Properties of an UpdateOutcome.
             * @typedef {Object} holdfast.v1.UpdateOutcome.$Properties
             * @property {number} [number] UpdateOutcome number
             * @property {string} [outcome] UpdateOutcome outcome
             * @property {number} [epoch] UpdateOutcome epoch
             * @property {string} [version] UpdateOutcome version
             * @property {string} [code] UpdateOutcome code
             * @property {string} [message] UpdateOutcome message
             * @property {number} [atMs] UpdateOutcome atMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateOutcome.
             * @memberof holdfast.v1
             * @interface IUpdateOutcome
             * @augments holdfast.v1.UpdateOutcome.$Properties
             * @deprecated Use holdfast.v1.UpdateOutcome.$Properties instead.
             */

            /**
             * Shape of an UpdateOutcome.
             * @typedef {holdfast.v1.UpdateOutcome.$Properties} holdfast.v1.UpdateOutcome.$Shape
             */

            /**
             * Constructs a new UpdateOutcome.
             * @memberof holdfast.v1
             * @classdesc Represents an UpdateOutcome.
             * @constructor
             * @param {holdfast.v1.UpdateOutcome.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateOutcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateOutcome number.
             * @member {number} number
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.number = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * UpdateOutcome outcome.
             * @member {string} outcome
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.outcome = "";

            /**
             * UpdateOutcome epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * UpdateOutcome version.
             * @member {string} version
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.version = "";

            /**
             * UpdateOutcome code.
             * @member {string} code
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.code = "";

            /**
             * UpdateOutcome message.
             * @member {string} message
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.message = "";

            /**
             * UpdateOutcome atMs.
             * @member {number} atMs
             * @memberof holdfast.v1.UpdateOutcome
             * @instance
             */
            UpdateOutcome.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified UpdateOutcome message. Does not implicitly {@link holdfast.v1.UpdateOutcome.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.UpdateOutcome
             * @static
             * @param {holdfast.v1.UpdateOutcome.$Properties} message UpdateOutcome message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateOutcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.number != null && $Object.hasOwnProperty.call(message, "number") && (typeof message.number === "object" ? message.number.low || message.number.high : message.number !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.number);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.outcome);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.epoch);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.version);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.message);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.atMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateOutcome message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.UpdateOutcome
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.UpdateOutcome & holdfast.v1.UpdateOutcome.$Shape} UpdateOutcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateOutcome.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.UpdateOutcome();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.number = value;
                            else
                                delete message.number;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateOutcome;
        })();

        v1.Stopped = (function() {

            /**
             * Properties of a Stopped.
             * @typedef {Object} holdfast.v1.Stopped.$Properties
             * @property {string} [service] Stopped service
             * @property {number} [forMs] Stopped forMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Stopped.
             * @memberof holdfast.v1
             * @interface IStopped
             * @augments holdfast.v1.Stopped.$Properties
             * @deprecated Use holdfast.v1.Stopped.$Properties instead.
             */

            /**
             * Shape of a Stopped.
             * @typedef {holdfast.v1.Stopped.$Properties} holdfast.v1.Stopped.$Shape
             */

            /**
             * Constructs a new Stopped.
             * @memberof holdfast.v1
             * @classdesc Represents a Stopped.
             * @constructor
             * @param {holdfast.v1.Stopped.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Stopped = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Stopped service.
             * @member {string} service
             * @memberof holdfast.v1.Stopped
             * @instance
             */
            Stopped.prototype.service = "";

            /**
             * Stopped forMs.
             * @member {number} forMs
             * @memberof holdfast.v1.Stopped
             * @instance
             */
            Stopped.prototype.forMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Stopped message. Does not implicitly {@link holdfast.v1.Stopped.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Stopped
             * @static
             * @param {holdfast.v1.Stopped.$Properties} message Stopped message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Stopped.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.forMs != null && $Object.hasOwnProperty.call(message, "forMs") && (typeof message.forMs === "object" ? message.forMs.low || message.forMs.high : message.forMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.forMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Stopped message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Stopped
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Stopped & holdfast.v1.Stopped.$Shape} Stopped
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Stopped.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Stopped();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.forMs = value;
                            else
                                delete message.forMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Stopped;
        })();

        v1.Running = (function() {

            /**
             * Properties of a Running.
             * @typedef {Object} holdfast.v1.Running.$Properties
             * @property {number} [epoch] Running epoch
             * @property {string} [releaseId] Running releaseId
             * @property {string} [name] Running name
             * @property {string} [version] Running version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Running.
             * @memberof holdfast.v1
             * @interface IRunning
             * @augments holdfast.v1.Running.$Properties
             * @deprecated Use holdfast.v1.Running.$Properties instead.
             */

            /**
             * Shape of a Running.
             * @typedef {holdfast.v1.Running.$Properties} holdfast.v1.Running.$Shape
             */

            /**
             * Constructs a new Running.
             * @memberof holdfast.v1
             * @classdesc Represents a Running.
             * @constructor
             * @param {holdfast.v1.Running.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Running = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Running epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.Running
             * @instance
             */
            Running.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Running releaseId.
             * @member {string} releaseId
             * @memberof holdfast.v1.Running
             * @instance
             */
            Running.prototype.releaseId = "";

            /**
             * Running name.
             * @member {string} name
             * @memberof holdfast.v1.Running
             * @instance
             */
            Running.prototype.name = "";

            /**
             * Running version.
             * @member {string} version
             * @memberof holdfast.v1.Running
             * @instance
             */
            Running.prototype.version = "";

            /**
             * Encodes the specified Running message. Does not implicitly {@link holdfast.v1.Running.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Running
             * @static
             * @param {holdfast.v1.Running.$Properties} message Running message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Running.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.epoch);
                if (message.releaseId != null && $Object.hasOwnProperty.call(message, "releaseId") && message.releaseId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.releaseId);
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.name);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Running message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Running
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Running & holdfast.v1.Running.$Shape} Running
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Running.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Running();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.releaseId = value;
                            else
                                delete message.releaseId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Running;
        })();

        v1.Blocker = (function() {

            /**
             * Properties of a Blocker.
             * @typedef {Object} holdfast.v1.Blocker.$Properties
             * @property {string} [kind] Blocker kind
             * @property {string} [code] Blocker code
             * @property {string} [message] Blocker message
             * @property {string} [gate] Blocker gate
             * @property {string} [service] Blocker service
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Blocker.
             * @memberof holdfast.v1
             * @interface IBlocker
             * @augments holdfast.v1.Blocker.$Properties
             * @deprecated Use holdfast.v1.Blocker.$Properties instead.
             */

            /**
             * Shape of a Blocker.
             * @typedef {holdfast.v1.Blocker.$Properties} holdfast.v1.Blocker.$Shape
             */

            /**
             * Constructs a new Blocker.
             * @memberof holdfast.v1
             * @classdesc Represents a Blocker.
             * @constructor
             * @param {holdfast.v1.Blocker.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Blocker = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Blocker kind.
             * @member {string} kind
             * @memberof holdfast.v1.Blocker
             * @instance
             */
            Blocker.prototype.kind = "";

            /**
             * Blocker code.
             * @member {string} code
             * @memberof holdfast.v1.Blocker
             * @instance
             */
            Blocker.prototype.code = "";

            /**
             * Blocker message.
             * @member {string} message
             * @memberof holdfast.v1.Blocker
             * @instance
             */
            Blocker.prototype.message = "";

            /**
             * Blocker gate.
             * @member {string} gate
             * @memberof holdfast.v1.Blocker
             * @instance
             */
            Blocker.prototype.gate = "";

            /**
             * Blocker service.
             * @member {string} service
             * @memberof holdfast.v1.Blocker
             * @instance
             */
            Blocker.prototype.service = "";

            /**
             * Encodes the specified Blocker message. Does not implicitly {@link holdfast.v1.Blocker.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Blocker
             * @static
             * @param {holdfast.v1.Blocker.$Properties} message Blocker message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Blocker.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.gate != null && $Object.hasOwnProperty.call(message, "gate") && message.gate !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.gate);
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.service);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Blocker message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Blocker
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Blocker & holdfast.v1.Blocker.$Shape} Blocker
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Blocker.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Blocker();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gate = value;
                            else
                                delete message.gate;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Blocker;
        })();

        /**
         * Health enum.
         * @name holdfast.v1.Health
         * @enum {number}
         * @property {number} HEALTH_UNSPECIFIED=0 HEALTH_UNSPECIFIED value
         * @property {number} HEALTH_NONE=1 HEALTH_NONE value
         * @property {number} HEALTH_STARTING=2 HEALTH_STARTING value
         * @property {number} HEALTH_HEALTHY=3 HEALTH_HEALTHY value
         * @property {number} HEALTH_UNHEALTHY=4 HEALTH_UNHEALTHY value
         */
        v1.Health = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "HEALTH_UNSPECIFIED"] = 0;
            values[valuesById[1] = "HEALTH_NONE"] = 1;
            values[valuesById[2] = "HEALTH_STARTING"] = 2;
            values[valuesById[3] = "HEALTH_HEALTHY"] = 3;
            values[valuesById[4] = "HEALTH_UNHEALTHY"] = 4;
            return values;
        })();

        v1.ServiceStatus = (function() {

            /**
             * Properties of a ServiceStatus.
             * @typedef {Object} holdfast.v1.ServiceStatus.$Properties
             * @property {string} [service] ServiceStatus service
             * @property {string} [state] ServiceStatus state
             * @property {holdfast.v1.Health} [health] ServiceStatus health
             * @property {string} [image] ServiceStatus image
             * @property {number} [exitCode] ServiceStatus exitCode
             * @property {number} [restarts] ServiceStatus restarts
             * @property {string} [containerId] ServiceStatus containerId
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ServiceStatus.
             * @memberof holdfast.v1
             * @interface IServiceStatus
             * @augments holdfast.v1.ServiceStatus.$Properties
             * @deprecated Use holdfast.v1.ServiceStatus.$Properties instead.
             */

            /**
             * Shape of a ServiceStatus.
             * @typedef {holdfast.v1.ServiceStatus.$Properties} holdfast.v1.ServiceStatus.$Shape
             */

            /**
             * Constructs a new ServiceStatus.
             * @memberof holdfast.v1
             * @classdesc Represents a ServiceStatus.
             * @constructor
             * @param {holdfast.v1.ServiceStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ServiceStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ServiceStatus service.
             * @member {string} service
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.service = "";

            /**
             * ServiceStatus state.
             * @member {string} state
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.state = "";

            /**
             * ServiceStatus health.
             * @member {holdfast.v1.Health} health
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.health = 0;

            /**
             * ServiceStatus image.
             * @member {string} image
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.image = "";

            /**
             * ServiceStatus exitCode.
             * @member {number} exitCode
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.exitCode = 0;

            /**
             * ServiceStatus restarts.
             * @member {number} restarts
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.restarts = 0;

            /**
             * ServiceStatus containerId.
             * @member {string} containerId
             * @memberof holdfast.v1.ServiceStatus
             * @instance
             */
            ServiceStatus.prototype.containerId = "";

            /**
             * Encodes the specified ServiceStatus message. Does not implicitly {@link holdfast.v1.ServiceStatus.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ServiceStatus
             * @static
             * @param {holdfast.v1.ServiceStatus.$Properties} message ServiceStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ServiceStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.state);
                if (message.health != null && $Object.hasOwnProperty.call(message, "health") && message.health !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.health);
                if (message.image != null && $Object.hasOwnProperty.call(message, "image") && message.image !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.image);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).sint32(message.exitCode);
                if (message.restarts != null && $Object.hasOwnProperty.call(message, "restarts") && message.restarts !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.restarts);
                if (message.containerId != null && $Object.hasOwnProperty.call(message, "containerId") && message.containerId !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.containerId);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ServiceStatus message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ServiceStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ServiceStatus & holdfast.v1.ServiceStatus.$Shape} ServiceStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ServiceStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ServiceStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.health = value;
                            else
                                delete message.health;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.image = value;
                            else
                                delete message.image;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.restarts = value;
                            else
                                delete message.restarts;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.containerId = value;
                            else
                                delete message.containerId;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ServiceStatus;
        })();

        v1.Refusal = (function() {

            /**
             * Properties of a Refusal.
             * @typedef {Object} holdfast.v1.Refusal.$Properties
             * @property {number} [epoch] Refusal epoch
             * @property {string} [code] Refusal code
             * @property {string} [message] Refusal message
             * @property {string} [releaseId] Refusal releaseId
             * @property {Array.<string>} [logTail] Refusal logTail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refusal.
             * @memberof holdfast.v1
             * @interface IRefusal
             * @augments holdfast.v1.Refusal.$Properties
             * @deprecated Use holdfast.v1.Refusal.$Properties instead.
             */

            /**
             * Shape of a Refusal.
             * @typedef {holdfast.v1.Refusal.$Properties} holdfast.v1.Refusal.$Shape
             */

            /**
             * Constructs a new Refusal.
             * @memberof holdfast.v1
             * @classdesc Represents a Refusal.
             * @constructor
             * @param {holdfast.v1.Refusal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refusal = function (properties) {
                this.logTail = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refusal epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.Refusal
             * @instance
             */
            Refusal.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Refusal code.
             * @member {string} code
             * @memberof holdfast.v1.Refusal
             * @instance
             */
            Refusal.prototype.code = "";

            /**
             * Refusal message.
             * @member {string} message
             * @memberof holdfast.v1.Refusal
             * @instance
             */
            Refusal.prototype.message = "";

            /**
             * Refusal releaseId.
             * @member {string} releaseId
             * @memberof holdfast.v1.Refusal
             * @instance
             */
            Refusal.prototype.releaseId = "";

            /**
             * Refusal logTail.
             * @member {Array.<string>} logTail
             * @memberof holdfast.v1.Refusal
             * @instance
             */
            Refusal.prototype.logTail = $util.emptyArray;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link holdfast.v1.Refusal.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Refusal
             * @static
             * @param {holdfast.v1.Refusal.$Properties} message Refusal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.epoch);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.message);
                if (message.releaseId != null && $Object.hasOwnProperty.call(message, "releaseId") && message.releaseId !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.releaseId);
                if (message.logTail != null && message.logTail.length)
                    for (let i = 0; i < message.logTail.length; ++i)
                        writer.uint32(/* id 5, wireType 2 =*/42).string(message.logTail[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Refusal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Refusal & holdfast.v1.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Refusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.releaseId = value;
                            else
                                delete message.releaseId;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.logTail && message.logTail.length))
                                message.logTail = [];
                            message.logTail.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Refusal;
        })();

        v1.Progress = (function() {

            /**
             * Properties of a Progress.
             * @typedef {Object} holdfast.v1.Progress.$Properties
             * @property {string} [step] Progress step
             * @property {number} [doneBytes] Progress doneBytes
             * @property {number} [totalBytes] Progress totalBytes
             * @property {number} [percent] Progress percent
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Progress.
             * @memberof holdfast.v1
             * @interface IProgress
             * @augments holdfast.v1.Progress.$Properties
             * @deprecated Use holdfast.v1.Progress.$Properties instead.
             */

            /**
             * Shape of a Progress.
             * @typedef {holdfast.v1.Progress.$Properties} holdfast.v1.Progress.$Shape
             */

            /**
             * Constructs a new Progress.
             * @memberof holdfast.v1
             * @classdesc Represents a Progress.
             * @constructor
             * @param {holdfast.v1.Progress.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Progress = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Progress step.
             * @member {string} step
             * @memberof holdfast.v1.Progress
             * @instance
             */
            Progress.prototype.step = "";

            /**
             * Progress doneBytes.
             * @member {number} doneBytes
             * @memberof holdfast.v1.Progress
             * @instance
             */
            Progress.prototype.doneBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Progress totalBytes.
             * @member {number} totalBytes
             * @memberof holdfast.v1.Progress
             * @instance
             */
            Progress.prototype.totalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Progress percent.
             * @member {number} percent
             * @memberof holdfast.v1.Progress
             * @instance
             */
            Progress.prototype.percent = 0;

            /**
             * Encodes the specified Progress message. Does not implicitly {@link holdfast.v1.Progress.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Progress
             * @static
             * @param {holdfast.v1.Progress.$Properties} message Progress message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Progress.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.step != null && $Object.hasOwnProperty.call(message, "step") && message.step !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.step);
                if (message.doneBytes != null && $Object.hasOwnProperty.call(message, "doneBytes") && (typeof message.doneBytes === "object" ? message.doneBytes.low || message.doneBytes.high : message.doneBytes !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.doneBytes);
                if (message.totalBytes != null && $Object.hasOwnProperty.call(message, "totalBytes") && (typeof message.totalBytes === "object" ? message.totalBytes.low || message.totalBytes.high : message.totalBytes !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.totalBytes);
                if (message.percent != null && $Object.hasOwnProperty.call(message, "percent") && message.percent !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.percent);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Progress message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Progress
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Progress & holdfast.v1.Progress.$Shape} Progress
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Progress.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Progress();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.step = value;
                            else
                                delete message.step;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.doneBytes = value;
                            else
                                delete message.doneBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.totalBytes = value;
                            else
                                delete message.totalBytes;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.percent = value;
                            else
                                delete message.percent;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Progress;
        })();

        v1.Host = (function() {

            /**
             * Properties of a Host.
             * @typedef {Object} holdfast.v1.Host.$Properties
             * @property {string} [architecture] Host architecture
             * @property {string} [os] Host os
             * @property {string} [deviceType] Host deviceType
             * @property {string} [engineVersion] Host engineVersion
             * @property {number} [memoryBytes] Host memoryBytes
             * @property {number} [diskFreeBytes] Host diskFreeBytes
             * @property {number} [diskTotalBytes] Host diskTotalBytes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Host.
             * @memberof holdfast.v1
             * @interface IHost
             * @augments holdfast.v1.Host.$Properties
             * @deprecated Use holdfast.v1.Host.$Properties instead.
             */

            /**
             * Shape of a Host.
             * @typedef {holdfast.v1.Host.$Properties} holdfast.v1.Host.$Shape
             */

            /**
             * Constructs a new Host.
             * @memberof holdfast.v1
             * @classdesc Represents a Host.
             * @constructor
             * @param {holdfast.v1.Host.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Host = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Host architecture.
             * @member {string} architecture
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.architecture = "";

            /**
             * Host os.
             * @member {string} os
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.os = "";

            /**
             * Host deviceType.
             * @member {string} deviceType
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.deviceType = "";

            /**
             * Host engineVersion.
             * @member {string} engineVersion
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.engineVersion = "";

            /**
             * Host memoryBytes.
             * @member {number} memoryBytes
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.memoryBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Host diskFreeBytes.
             * @member {number} diskFreeBytes
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.diskFreeBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Host diskTotalBytes.
             * @member {number} diskTotalBytes
             * @memberof holdfast.v1.Host
             * @instance
             */
            Host.prototype.diskTotalBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Host message. Does not implicitly {@link holdfast.v1.Host.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Host
             * @static
             * @param {holdfast.v1.Host.$Properties} message Host message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Host.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.architecture != null && $Object.hasOwnProperty.call(message, "architecture") && message.architecture !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.architecture);
                if (message.os != null && $Object.hasOwnProperty.call(message, "os") && message.os !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.os);
                if (message.deviceType != null && $Object.hasOwnProperty.call(message, "deviceType") && message.deviceType !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.deviceType);
                if (message.engineVersion != null && $Object.hasOwnProperty.call(message, "engineVersion") && message.engineVersion !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.engineVersion);
                if (message.memoryBytes != null && $Object.hasOwnProperty.call(message, "memoryBytes") && (typeof message.memoryBytes === "object" ? message.memoryBytes.low || message.memoryBytes.high : message.memoryBytes !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.memoryBytes);
                if (message.diskFreeBytes != null && $Object.hasOwnProperty.call(message, "diskFreeBytes") && (typeof message.diskFreeBytes === "object" ? message.diskFreeBytes.low || message.diskFreeBytes.high : message.diskFreeBytes !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.diskFreeBytes);
                if (message.diskTotalBytes != null && $Object.hasOwnProperty.call(message, "diskTotalBytes") && (typeof message.diskTotalBytes === "object" ? message.diskTotalBytes.low || message.diskTotalBytes.high : message.diskTotalBytes !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.diskTotalBytes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Host message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Host
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Host & holdfast.v1.Host.$Shape} Host
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Host.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Host();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.architecture = value;
                            else
                                delete message.architecture;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.os = value;
                            else
                                delete message.os;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.deviceType = value;
                            else
                                delete message.deviceType;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.engineVersion = value;
                            else
                                delete message.engineVersion;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.memoryBytes = value;
                            else
                                delete message.memoryBytes;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.diskFreeBytes = value;
                            else
                                delete message.diskFreeBytes;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.diskTotalBytes = value;
                            else
                                delete message.diskTotalBytes;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Host;
        })();

        v1.Presence = (function() {

            /**
             * Properties of a Presence.
             * @typedef {Object} holdfast.v1.Presence.$Properties
             * @property {string} [device] Presence device
             * @property {boolean} [online] Presence online
             * @property {string} [bootId] Presence bootId
             * @property {number} [connection] Presence connection
             * @property {string} [agentVersion] Presence agentVersion
             * @property {string} [fleet] Presence fleet
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Presence.
             * @memberof holdfast.v1
             * @interface IPresence
             * @augments holdfast.v1.Presence.$Properties
             * @deprecated Use holdfast.v1.Presence.$Properties instead.
             */

            /**
             * Shape of a Presence.
             * @typedef {holdfast.v1.Presence.$Properties} holdfast.v1.Presence.$Shape
             */

            /**
             * Constructs a new Presence.
             * @memberof holdfast.v1
             * @classdesc Represents a Presence.
             * @constructor
             * @param {holdfast.v1.Presence.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Presence = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Presence device.
             * @member {string} device
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.device = "";

            /**
             * Presence online.
             * @member {boolean} online
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.online = false;

            /**
             * Presence bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.bootId = "";

            /**
             * Presence connection.
             * @member {number} connection
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.connection = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Presence agentVersion.
             * @member {string} agentVersion
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.agentVersion = "";

            /**
             * Presence fleet.
             * @member {string} fleet
             * @memberof holdfast.v1.Presence
             * @instance
             */
            Presence.prototype.fleet = "";

            /**
             * Encodes the specified Presence message. Does not implicitly {@link holdfast.v1.Presence.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Presence
             * @static
             * @param {holdfast.v1.Presence.$Properties} message Presence message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Presence.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.online != null && $Object.hasOwnProperty.call(message, "online") && message.online !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.online);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.bootId);
                if (message.connection != null && $Object.hasOwnProperty.call(message, "connection") && (typeof message.connection === "object" ? message.connection.low || message.connection.high : message.connection !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.connection);
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.agentVersion);
                if (message.fleet != null && $Object.hasOwnProperty.call(message, "fleet") && message.fleet !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.fleet);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Presence message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Presence
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Presence & holdfast.v1.Presence.$Shape} Presence
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Presence.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Presence();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.online = value;
                            else
                                delete message.online;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.connection = value;
                            else
                                delete message.connection;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentVersion = value;
                            else
                                delete message.agentVersion;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.fleet = value;
                            else
                                delete message.fleet;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Presence;
        })();

        v1.Command = (function() {

            /**
             * Properties of a Command.
             * @typedef {Object} holdfast.v1.Command.$Properties
             * @property {string} [id] Command id
             * @property {number} [budgetMs] Command budgetMs
             * @property {holdfast.v1.Identify.$Properties|null} [identify] Command identify
             * @property {holdfast.v1.RestartService.$Properties|null} [restart] Command restart
             * @property {holdfast.v1.Hold.$Properties|null} [hold] Command hold
             * @property {holdfast.v1.Unhold.$Properties|null} [unhold] Command unhold
             * @property {holdfast.v1.Cancel.$Properties|null} [cancel] Command cancel
             * @property {holdfast.v1.Revert.$Properties|null} [revert] Command revert
             * @property {holdfast.v1.Purge.$Properties|null} [purge] Command purge
             * @property {holdfast.v1.Reboot.$Properties|null} [reboot] Command reboot
             * @property {holdfast.v1.Logs.$Properties|null} [logs] Command logs
             * @property {holdfast.v1.ForgetRefusal.$Properties|null} [forgetRefusal] Command forgetRefusal
             * @property {holdfast.v1.Flight.$Properties|null} [flight] Command flight
             * @property {holdfast.v1.StopService.$Properties|null} [stop] Command stop
             * @property {holdfast.v1.StartService.$Properties|null} [start] Command start
             * @property {holdfast.v1.Shutdown.$Properties|null} [shutdown] Command shutdown
             * @property {holdfast.v1.Run.$Properties|null} [run] Command run
             * @property {holdfast.v1.Exec.$Properties|null} [exec] Command exec
             * @property {holdfast.v1.UpdateNow.$Properties|null} [updateNow] Command updateNow
             * @property {holdfast.v1.Prune.$Properties|null} [prune] Command prune
             * @property {"identify"|"restart"|"hold"|"unhold"|"cancel"|"revert"|"purge"|"reboot"|"logs"|"forgetRefusal"|"flight"|"stop"|"start"|"shutdown"|"run"|"exec"|"updateNow"|"prune"} [action] Command action
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Command.
             * @memberof holdfast.v1
             * @interface ICommand
             * @augments holdfast.v1.Command.$Properties
             * @deprecated Use holdfast.v1.Command.$Properties instead.
             */

            /**
             * Narrowed shape of a Command.
             * @typedef {{
             *   id?: string;
             *   budgetMs?: number;
             *   identify?: holdfast.v1.Identify.$Shape|null;
             *   restart?: holdfast.v1.RestartService.$Shape|null;
             *   hold?: holdfast.v1.Hold.$Shape|null;
             *   unhold?: holdfast.v1.Unhold.$Shape|null;
             *   cancel?: holdfast.v1.Cancel.$Shape|null;
             *   revert?: holdfast.v1.Revert.$Shape|null;
             *   purge?: holdfast.v1.Purge.$Shape|null;
             *   reboot?: holdfast.v1.Reboot.$Shape|null;
             *   logs?: holdfast.v1.Logs.$Shape|null;
             *   forgetRefusal?: holdfast.v1.ForgetRefusal.$Shape|null;
             *   flight?: holdfast.v1.Flight.$Shape|null;
             *   stop?: holdfast.v1.StopService.$Shape|null;
             *   start?: holdfast.v1.StartService.$Shape|null;
             *   shutdown?: holdfast.v1.Shutdown.$Shape|null;
             *   run?: holdfast.v1.Run.$Shape|null;
             *   exec?: holdfast.v1.Exec.$Shape|null;
             *   updateNow?: holdfast.v1.UpdateNow.$Shape|null;
             *   prune?: holdfast.v1.Prune.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ action?: undefined; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "identify"; identify: holdfast.v1.Identify.$Shape; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "restart"; identify?: null; restart: holdfast.v1.RestartService.$Shape; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "hold"; identify?: null; restart?: null; hold: holdfast.v1.Hold.$Shape; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "unhold"; identify?: null; restart?: null; hold?: null; unhold: holdfast.v1.Unhold.$Shape; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "cancel"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel: holdfast.v1.Cancel.$Shape; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "revert"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert: holdfast.v1.Revert.$Shape; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "purge"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge: holdfast.v1.Purge.$Shape; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "reboot"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot: holdfast.v1.Reboot.$Shape; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "logs"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs: holdfast.v1.Logs.$Shape; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "forgetRefusal"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal: holdfast.v1.ForgetRefusal.$Shape; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "flight"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight: holdfast.v1.Flight.$Shape; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "stop"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop: holdfast.v1.StopService.$Shape; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "start"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start: holdfast.v1.StartService.$Shape; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "shutdown"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown: holdfast.v1.Shutdown.$Shape; run?: null; exec?: null; updateNow?: null; prune?: null }|{ action?: "run"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run: holdfast.v1.Run.$Shape; exec?: null; updateNow?: null; prune?: null }|{ action?: "exec"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec: holdfast.v1.Exec.$Shape; updateNow?: null; prune?: null }|{ action?: "updateNow"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow: holdfast.v1.UpdateNow.$Shape; prune?: null }|{ action?: "prune"; identify?: null; restart?: null; hold?: null; unhold?: null; cancel?: null; revert?: null; purge?: null; reboot?: null; logs?: null; forgetRefusal?: null; flight?: null; stop?: null; start?: null; shutdown?: null; run?: null; exec?: null; updateNow?: null; prune: holdfast.v1.Prune.$Shape })
             * )} holdfast.v1.Command.$Shape
             */

            /**
             * Constructs a new Command.
             * @memberof holdfast.v1
             * @classdesc Represents a Command.
             * @constructor
             * @param {holdfast.v1.Command.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Command = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Command id.
             * @member {string} id
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.id = "";

            /**
             * Command budgetMs.
             * @member {number} budgetMs
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.budgetMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Command identify.
             * @member {holdfast.v1.Identify|null} identify
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.identify = null;

            /**
             * Command restart.
             * @member {holdfast.v1.RestartService|null} restart
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.restart = null;

            /**
             * Command hold.
             * @member {holdfast.v1.Hold|null} hold
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.hold = null;

            /**
             * Command unhold.
             * @member {holdfast.v1.Unhold|null} unhold
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.unhold = null;

            /**
             * Command cancel.
             * @member {holdfast.v1.Cancel|null} cancel
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.cancel = null;

            /**
             * Command revert.
             * @member {holdfast.v1.Revert|null} revert
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.revert = null;

            /**
             * Command purge.
             * @member {holdfast.v1.Purge|null} purge
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.purge = null;

            /**
             * Command reboot.
             * @member {holdfast.v1.Reboot|null} reboot
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.reboot = null;

            /**
             * Command logs.
             * @member {holdfast.v1.Logs|null} logs
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.logs = null;

            /**
             * Command forgetRefusal.
             * @member {holdfast.v1.ForgetRefusal|null} forgetRefusal
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.forgetRefusal = null;

            /**
             * Command flight.
             * @member {holdfast.v1.Flight|null} flight
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.flight = null;

            /**
             * Command stop.
             * @member {holdfast.v1.StopService|null} stop
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.stop = null;

            /**
             * Command start.
             * @member {holdfast.v1.StartService|null} start
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.start = null;

            /**
             * Command shutdown.
             * @member {holdfast.v1.Shutdown|null} shutdown
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.shutdown = null;

            /**
             * Command run.
             * @member {holdfast.v1.Run|null} run
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.run = null;

            /**
             * Command exec.
             * @member {holdfast.v1.Exec|null} exec
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.exec = null;

            /**
             * Command updateNow.
             * @member {holdfast.v1.UpdateNow|null} updateNow
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.updateNow = null;

            /**
             * Command prune.
             * @member {holdfast.v1.Prune|null} prune
             * @memberof holdfast.v1.Command
             * @instance
             */
            Command.prototype.prune = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Command action.
             * @member {"identify"|"restart"|"hold"|"unhold"|"cancel"|"revert"|"purge"|"reboot"|"logs"|"forgetRefusal"|"flight"|"stop"|"start"|"shutdown"|"run"|"exec"|"updateNow"|"prune"|undefined} action
             * @memberof holdfast.v1.Command
             * @instance
             */
            $Object.defineProperty(Command.prototype, "action", {
                get: $util.oneOfGetter($oneOfFields = ["identify", "restart", "hold", "unhold", "cancel", "revert", "purge", "reboot", "logs", "forgetRefusal", "flight", "stop", "start", "shutdown", "run", "exec", "updateNow", "prune"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Command message. Does not implicitly {@link holdfast.v1.Command.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Command
             * @static
             * @param {holdfast.v1.Command.$Properties} message Command message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Command.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.budgetMs != null && $Object.hasOwnProperty.call(message, "budgetMs") && (typeof message.budgetMs === "object" ? message.budgetMs.low || message.budgetMs.high : message.budgetMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.budgetMs);
                if (message.identify != null && $Object.hasOwnProperty.call(message, "identify"))
                    $root.holdfast.v1.Identify.encode(message.identify, writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.restart != null && $Object.hasOwnProperty.call(message, "restart"))
                    $root.holdfast.v1.RestartService.encode(message.restart, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
                    $root.holdfast.v1.Hold.encode(message.hold, writer.uint32(/* id 12, wireType 2 =*/98).fork(), _depth + 1).ldelim();
                if (message.unhold != null && $Object.hasOwnProperty.call(message, "unhold"))
                    $root.holdfast.v1.Unhold.encode(message.unhold, writer.uint32(/* id 13, wireType 2 =*/106).fork(), _depth + 1).ldelim();
                if (message.cancel != null && $Object.hasOwnProperty.call(message, "cancel"))
                    $root.holdfast.v1.Cancel.encode(message.cancel, writer.uint32(/* id 14, wireType 2 =*/114).fork(), _depth + 1).ldelim();
                if (message.revert != null && $Object.hasOwnProperty.call(message, "revert"))
                    $root.holdfast.v1.Revert.encode(message.revert, writer.uint32(/* id 15, wireType 2 =*/122).fork(), _depth + 1).ldelim();
                if (message.purge != null && $Object.hasOwnProperty.call(message, "purge"))
                    $root.holdfast.v1.Purge.encode(message.purge, writer.uint32(/* id 16, wireType 2 =*/130).fork(), _depth + 1).ldelim();
                if (message.reboot != null && $Object.hasOwnProperty.call(message, "reboot"))
                    $root.holdfast.v1.Reboot.encode(message.reboot, writer.uint32(/* id 17, wireType 2 =*/138).fork(), _depth + 1).ldelim();
                if (message.logs != null && $Object.hasOwnProperty.call(message, "logs"))
                    $root.holdfast.v1.Logs.encode(message.logs, writer.uint32(/* id 18, wireType 2 =*/146).fork(), _depth + 1).ldelim();
                if (message.forgetRefusal != null && $Object.hasOwnProperty.call(message, "forgetRefusal"))
                    $root.holdfast.v1.ForgetRefusal.encode(message.forgetRefusal, writer.uint32(/* id 19, wireType 2 =*/154).fork(), _depth + 1).ldelim();
                if (message.flight != null && $Object.hasOwnProperty.call(message, "flight"))
                    $root.holdfast.v1.Flight.encode(message.flight, writer.uint32(/* id 20, wireType 2 =*/162).fork(), _depth + 1).ldelim();
                if (message.stop != null && $Object.hasOwnProperty.call(message, "stop"))
                    $root.holdfast.v1.StopService.encode(message.stop, writer.uint32(/* id 21, wireType 2 =*/170).fork(), _depth + 1).ldelim();
                if (message.start != null && $Object.hasOwnProperty.call(message, "start"))
                    $root.holdfast.v1.StartService.encode(message.start, writer.uint32(/* id 22, wireType 2 =*/178).fork(), _depth + 1).ldelim();
                if (message.shutdown != null && $Object.hasOwnProperty.call(message, "shutdown"))
                    $root.holdfast.v1.Shutdown.encode(message.shutdown, writer.uint32(/* id 23, wireType 2 =*/186).fork(), _depth + 1).ldelim();
                if (message.run != null && $Object.hasOwnProperty.call(message, "run"))
                    $root.holdfast.v1.Run.encode(message.run, writer.uint32(/* id 24, wireType 2 =*/194).fork(), _depth + 1).ldelim();
                if (message.exec != null && $Object.hasOwnProperty.call(message, "exec"))
                    $root.holdfast.v1.Exec.encode(message.exec, writer.uint32(/* id 25, wireType 2 =*/202).fork(), _depth + 1).ldelim();
                if (message.updateNow != null && $Object.hasOwnProperty.call(message, "updateNow"))
                    $root.holdfast.v1.UpdateNow.encode(message.updateNow, writer.uint32(/* id 26, wireType 2 =*/210).fork(), _depth + 1).ldelim();
                if (message.prune != null && $Object.hasOwnProperty.call(message, "prune"))
                    $root.holdfast.v1.Prune.encode(message.prune, writer.uint32(/* id 27, wireType 2 =*/218).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Command message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Command
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Command & holdfast.v1.Command.$Shape} Command
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Command.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Command();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.budgetMs = value;
                            else
                                delete message.budgetMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            message.identify = $root.holdfast.v1.Identify.decode(reader, reader.size(), $undefined, _depth + 1, message.identify);
                            message.action = "identify";
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.restart = $root.holdfast.v1.RestartService.decode(reader, reader.size(), $undefined, _depth + 1, message.restart);
                            message.action = "restart";
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            message.hold = $root.holdfast.v1.Hold.decode(reader, reader.size(), $undefined, _depth + 1, message.hold);
                            message.action = "hold";
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            message.unhold = $root.holdfast.v1.Unhold.decode(reader, reader.size(), $undefined, _depth + 1, message.unhold);
                            message.action = "unhold";
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            message.cancel = $root.holdfast.v1.Cancel.decode(reader, reader.size(), $undefined, _depth + 1, message.cancel);
                            message.action = "cancel";
                            continue;
                        }
                    case 15: {
                            if (wireType !== 2)
                                break;
                            message.revert = $root.holdfast.v1.Revert.decode(reader, reader.size(), $undefined, _depth + 1, message.revert);
                            message.action = "revert";
                            continue;
                        }
                    case 16: {
                            if (wireType !== 2)
                                break;
                            message.purge = $root.holdfast.v1.Purge.decode(reader, reader.size(), $undefined, _depth + 1, message.purge);
                            message.action = "purge";
                            continue;
                        }
                    case 17: {
                            if (wireType !== 2)
                                break;
                            message.reboot = $root.holdfast.v1.Reboot.decode(reader, reader.size(), $undefined, _depth + 1, message.reboot);
                            message.action = "reboot";
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            message.logs = $root.holdfast.v1.Logs.decode(reader, reader.size(), $undefined, _depth + 1, message.logs);
                            message.action = "logs";
                            continue;
                        }
                    case 19: {
                            if (wireType !== 2)
                                break;
                            message.forgetRefusal = $root.holdfast.v1.ForgetRefusal.decode(reader, reader.size(), $undefined, _depth + 1, message.forgetRefusal);
                            message.action = "forgetRefusal";
                            continue;
                        }
                    case 20: {
                            if (wireType !== 2)
                                break;
                            message.flight = $root.holdfast.v1.Flight.decode(reader, reader.size(), $undefined, _depth + 1, message.flight);
                            message.action = "flight";
                            continue;
                        }
                    case 21: {
                            if (wireType !== 2)
                                break;
                            message.stop = $root.holdfast.v1.StopService.decode(reader, reader.size(), $undefined, _depth + 1, message.stop);
                            message.action = "stop";
                            continue;
                        }
                    case 22: {
                            if (wireType !== 2)
                                break;
                            message.start = $root.holdfast.v1.StartService.decode(reader, reader.size(), $undefined, _depth + 1, message.start);
                            message.action = "start";
                            continue;
                        }
                    case 23: {
                            if (wireType !== 2)
                                break;
                            message.shutdown = $root.holdfast.v1.Shutdown.decode(reader, reader.size(), $undefined, _depth + 1, message.shutdown);
                            message.action = "shutdown";
                            continue;
                        }
                    case 24: {
                            if (wireType !== 2)
                                break;
                            message.run = $root.holdfast.v1.Run.decode(reader, reader.size(), $undefined, _depth + 1, message.run);
                            message.action = "run";
                            continue;
                        }
                    case 25: {
                            if (wireType !== 2)
                                break;
                            message.exec = $root.holdfast.v1.Exec.decode(reader, reader.size(), $undefined, _depth + 1, message.exec);
                            message.action = "exec";
                            continue;
                        }
                    case 26: {
                            if (wireType !== 2)
                                break;
                            message.updateNow = $root.holdfast.v1.UpdateNow.decode(reader, reader.size(), $undefined, _depth + 1, message.updateNow);
                            message.action = "updateNow";
                            continue;
                        }
                    case 27: {
                            if (wireType !== 2)
                                break;
                            message.prune = $root.holdfast.v1.Prune.decode(reader, reader.size(), $undefined, _depth + 1, message.prune);
                            message.action = "prune";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Command;
        })();

        v1.Identify = (function() {

            /**
             * Properties of an Identify.
             * @typedef {Object} holdfast.v1.Identify.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Identify.
             * @memberof holdfast.v1
             * @interface IIdentify
             * @augments holdfast.v1.Identify.$Properties
             * @deprecated Use holdfast.v1.Identify.$Properties instead.
             */

            /**
             * Shape of an Identify.
             * @typedef {holdfast.v1.Identify.$Properties} holdfast.v1.Identify.$Shape
             */

            /**
             * Constructs a new Identify.
             * @memberof holdfast.v1
             * @classdesc Represents an Identify.
             * @constructor
             * @param {holdfast.v1.Identify.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Identify = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Identify message. Does not implicitly {@link holdfast.v1.Identify.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Identify
             * @static
             * @param {holdfast.v1.Identify.$Properties} message Identify message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Identify.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Identify message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Identify
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Identify & holdfast.v1.Identify.$Shape} Identify
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Identify.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Identify();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Identify;
        })();

        v1.RestartService = (function() {

            /**
             * Properties of a RestartService.
             * @typedef {Object} holdfast.v1.RestartService.$Properties
             * @property {string} [service] RestartService service
             * @property {boolean} [force] RestartService force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RestartService.
             * @memberof holdfast.v1
             * @interface IRestartService
             * @augments holdfast.v1.RestartService.$Properties
             * @deprecated Use holdfast.v1.RestartService.$Properties instead.
             */

            /**
             * Shape of a RestartService.
             * @typedef {holdfast.v1.RestartService.$Properties} holdfast.v1.RestartService.$Shape
             */

            /**
             * Constructs a new RestartService.
             * @memberof holdfast.v1
             * @classdesc Represents a RestartService.
             * @constructor
             * @param {holdfast.v1.RestartService.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RestartService = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RestartService service.
             * @member {string} service
             * @memberof holdfast.v1.RestartService
             * @instance
             */
            RestartService.prototype.service = "";

            /**
             * RestartService force.
             * @member {boolean} force
             * @memberof holdfast.v1.RestartService
             * @instance
             */
            RestartService.prototype.force = false;

            /**
             * Encodes the specified RestartService message. Does not implicitly {@link holdfast.v1.RestartService.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.RestartService
             * @static
             * @param {holdfast.v1.RestartService.$Properties} message RestartService message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RestartService.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RestartService message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.RestartService
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.RestartService & holdfast.v1.RestartService.$Shape} RestartService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RestartService.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.RestartService();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RestartService;
        })();

        v1.StopService = (function() {

            /**
             * Properties of a StopService.
             * @typedef {Object} holdfast.v1.StopService.$Properties
             * @property {string} [service] StopService service
             * @property {number} [forMs] StopService forMs
             * @property {boolean} [force] StopService force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StopService.
             * @memberof holdfast.v1
             * @interface IStopService
             * @augments holdfast.v1.StopService.$Properties
             * @deprecated Use holdfast.v1.StopService.$Properties instead.
             */

            /**
             * Shape of a StopService.
             * @typedef {holdfast.v1.StopService.$Properties} holdfast.v1.StopService.$Shape
             */

            /**
             * Constructs a new StopService.
             * @memberof holdfast.v1
             * @classdesc Represents a StopService.
             * @constructor
             * @param {holdfast.v1.StopService.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StopService = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StopService service.
             * @member {string} service
             * @memberof holdfast.v1.StopService
             * @instance
             */
            StopService.prototype.service = "";

            /**
             * StopService forMs.
             * @member {number} forMs
             * @memberof holdfast.v1.StopService
             * @instance
             */
            StopService.prototype.forMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * StopService force.
             * @member {boolean} force
             * @memberof holdfast.v1.StopService
             * @instance
             */
            StopService.prototype.force = false;

            /**
             * Encodes the specified StopService message. Does not implicitly {@link holdfast.v1.StopService.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.StopService
             * @static
             * @param {holdfast.v1.StopService.$Properties} message StopService message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StopService.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.forMs != null && $Object.hasOwnProperty.call(message, "forMs") && (typeof message.forMs === "object" ? message.forMs.low || message.forMs.high : message.forMs !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.forMs);
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StopService message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.StopService
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.StopService & holdfast.v1.StopService.$Shape} StopService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StopService.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.StopService();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.forMs = value;
                            else
                                delete message.forMs;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StopService;
        })();

        v1.StartService = (function() {

            /**
             * Properties of a StartService.
             * @typedef {Object} holdfast.v1.StartService.$Properties
             * @property {string} [service] StartService service
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a StartService.
             * @memberof holdfast.v1
             * @interface IStartService
             * @augments holdfast.v1.StartService.$Properties
             * @deprecated Use holdfast.v1.StartService.$Properties instead.
             */

            /**
             * Shape of a StartService.
             * @typedef {holdfast.v1.StartService.$Properties} holdfast.v1.StartService.$Shape
             */

            /**
             * Constructs a new StartService.
             * @memberof holdfast.v1
             * @classdesc Represents a StartService.
             * @constructor
             * @param {holdfast.v1.StartService.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const StartService = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * StartService service.
             * @member {string} service
             * @memberof holdfast.v1.StartService
             * @instance
             */
            StartService.prototype.service = "";

            /**
             * Encodes the specified StartService message. Does not implicitly {@link holdfast.v1.StartService.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.StartService
             * @static
             * @param {holdfast.v1.StartService.$Properties} message StartService message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            StartService.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a StartService message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.StartService
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.StartService & holdfast.v1.StartService.$Shape} StartService
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            StartService.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.StartService();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return StartService;
        })();

        v1.Hold = (function() {

            /**
             * Properties of a Hold.
             * @typedef {Object} holdfast.v1.Hold.$Properties
             * @property {string} [reason] Hold reason
             * @property {boolean} [downloads] Hold downloads
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hold.
             * @memberof holdfast.v1
             * @interface IHold
             * @augments holdfast.v1.Hold.$Properties
             * @deprecated Use holdfast.v1.Hold.$Properties instead.
             */

            /**
             * Shape of a Hold.
             * @typedef {holdfast.v1.Hold.$Properties} holdfast.v1.Hold.$Shape
             */

            /**
             * Constructs a new Hold.
             * @memberof holdfast.v1
             * @classdesc Represents a Hold.
             * @constructor
             * @param {holdfast.v1.Hold.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hold reason.
             * @member {string} reason
             * @memberof holdfast.v1.Hold
             * @instance
             */
            Hold.prototype.reason = "";

            /**
             * Hold downloads.
             * @member {boolean} downloads
             * @memberof holdfast.v1.Hold
             * @instance
             */
            Hold.prototype.downloads = false;

            /**
             * Encodes the specified Hold message. Does not implicitly {@link holdfast.v1.Hold.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Hold
             * @static
             * @param {holdfast.v1.Hold.$Properties} message Hold message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.downloads != null && $Object.hasOwnProperty.call(message, "downloads") && message.downloads !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.downloads);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hold message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Hold
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Hold & holdfast.v1.Hold.$Shape} Hold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Hold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.downloads = value;
                            else
                                delete message.downloads;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hold;
        })();

        v1.Unhold = (function() {

            /**
             * Properties of an Unhold.
             * @typedef {Object} holdfast.v1.Unhold.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Unhold.
             * @memberof holdfast.v1
             * @interface IUnhold
             * @augments holdfast.v1.Unhold.$Properties
             * @deprecated Use holdfast.v1.Unhold.$Properties instead.
             */

            /**
             * Shape of an Unhold.
             * @typedef {holdfast.v1.Unhold.$Properties} holdfast.v1.Unhold.$Shape
             */

            /**
             * Constructs a new Unhold.
             * @memberof holdfast.v1
             * @classdesc Represents an Unhold.
             * @constructor
             * @param {holdfast.v1.Unhold.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Unhold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Unhold message. Does not implicitly {@link holdfast.v1.Unhold.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Unhold
             * @static
             * @param {holdfast.v1.Unhold.$Properties} message Unhold message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Unhold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Unhold message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Unhold
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Unhold & holdfast.v1.Unhold.$Shape} Unhold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Unhold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Unhold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Unhold;
        })();

        v1.Cancel = (function() {

            /**
             * Properties of a Cancel.
             * @typedef {Object} holdfast.v1.Cancel.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Cancel.
             * @memberof holdfast.v1
             * @interface ICancel
             * @augments holdfast.v1.Cancel.$Properties
             * @deprecated Use holdfast.v1.Cancel.$Properties instead.
             */

            /**
             * Shape of a Cancel.
             * @typedef {holdfast.v1.Cancel.$Properties} holdfast.v1.Cancel.$Shape
             */

            /**
             * Constructs a new Cancel.
             * @memberof holdfast.v1
             * @classdesc Represents a Cancel.
             * @constructor
             * @param {holdfast.v1.Cancel.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Cancel = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Cancel message. Does not implicitly {@link holdfast.v1.Cancel.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Cancel
             * @static
             * @param {holdfast.v1.Cancel.$Properties} message Cancel message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Cancel.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Cancel message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Cancel
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Cancel & holdfast.v1.Cancel.$Shape} Cancel
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Cancel.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Cancel();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Cancel;
        })();

        v1.Revert = (function() {

            /**
             * Properties of a Revert.
             * @typedef {Object} holdfast.v1.Revert.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Revert.
             * @memberof holdfast.v1
             * @interface IRevert
             * @augments holdfast.v1.Revert.$Properties
             * @deprecated Use holdfast.v1.Revert.$Properties instead.
             */

            /**
             * Shape of a Revert.
             * @typedef {holdfast.v1.Revert.$Properties} holdfast.v1.Revert.$Shape
             */

            /**
             * Constructs a new Revert.
             * @memberof holdfast.v1
             * @classdesc Represents a Revert.
             * @constructor
             * @param {holdfast.v1.Revert.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Revert = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Revert message. Does not implicitly {@link holdfast.v1.Revert.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Revert
             * @static
             * @param {holdfast.v1.Revert.$Properties} message Revert message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Revert.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Revert message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Revert
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Revert & holdfast.v1.Revert.$Shape} Revert
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Revert.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Revert();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Revert;
        })();

        v1.Purge = (function() {

            /**
             * Properties of a Purge.
             * @typedef {Object} holdfast.v1.Purge.$Properties
             * @property {string} [volume] Purge volume
             * @property {boolean} [force] Purge force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Purge.
             * @memberof holdfast.v1
             * @interface IPurge
             * @augments holdfast.v1.Purge.$Properties
             * @deprecated Use holdfast.v1.Purge.$Properties instead.
             */

            /**
             * Shape of a Purge.
             * @typedef {holdfast.v1.Purge.$Properties} holdfast.v1.Purge.$Shape
             */

            /**
             * Constructs a new Purge.
             * @memberof holdfast.v1
             * @classdesc Represents a Purge.
             * @constructor
             * @param {holdfast.v1.Purge.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Purge = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Purge volume.
             * @member {string} volume
             * @memberof holdfast.v1.Purge
             * @instance
             */
            Purge.prototype.volume = "";

            /**
             * Purge force.
             * @member {boolean} force
             * @memberof holdfast.v1.Purge
             * @instance
             */
            Purge.prototype.force = false;

            /**
             * Encodes the specified Purge message. Does not implicitly {@link holdfast.v1.Purge.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Purge
             * @static
             * @param {holdfast.v1.Purge.$Properties} message Purge message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Purge.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.volume != null && $Object.hasOwnProperty.call(message, "volume") && message.volume !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.volume);
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Purge message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Purge
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Purge & holdfast.v1.Purge.$Shape} Purge
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Purge.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Purge();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.volume = value;
                            else
                                delete message.volume;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Purge;
        })();

        v1.Reboot = (function() {

            /**
             * Properties of a Reboot.
             * @typedef {Object} holdfast.v1.Reboot.$Properties
             * @property {boolean} [force] Reboot force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Reboot.
             * @memberof holdfast.v1
             * @interface IReboot
             * @augments holdfast.v1.Reboot.$Properties
             * @deprecated Use holdfast.v1.Reboot.$Properties instead.
             */

            /**
             * Shape of a Reboot.
             * @typedef {holdfast.v1.Reboot.$Properties} holdfast.v1.Reboot.$Shape
             */

            /**
             * Constructs a new Reboot.
             * @memberof holdfast.v1
             * @classdesc Represents a Reboot.
             * @constructor
             * @param {holdfast.v1.Reboot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Reboot = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Reboot force.
             * @member {boolean} force
             * @memberof holdfast.v1.Reboot
             * @instance
             */
            Reboot.prototype.force = false;

            /**
             * Encodes the specified Reboot message. Does not implicitly {@link holdfast.v1.Reboot.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Reboot
             * @static
             * @param {holdfast.v1.Reboot.$Properties} message Reboot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Reboot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Reboot message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Reboot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Reboot & holdfast.v1.Reboot.$Shape} Reboot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Reboot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Reboot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Reboot;
        })();

        v1.Shutdown = (function() {

            /**
             * Properties of a Shutdown.
             * @typedef {Object} holdfast.v1.Shutdown.$Properties
             * @property {boolean} [force] Shutdown force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Shutdown.
             * @memberof holdfast.v1
             * @interface IShutdown
             * @augments holdfast.v1.Shutdown.$Properties
             * @deprecated Use holdfast.v1.Shutdown.$Properties instead.
             */

            /**
             * Shape of a Shutdown.
             * @typedef {holdfast.v1.Shutdown.$Properties} holdfast.v1.Shutdown.$Shape
             */

            /**
             * Constructs a new Shutdown.
             * @memberof holdfast.v1
             * @classdesc Represents a Shutdown.
             * @constructor
             * @param {holdfast.v1.Shutdown.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Shutdown = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Shutdown force.
             * @member {boolean} force
             * @memberof holdfast.v1.Shutdown
             * @instance
             */
            Shutdown.prototype.force = false;

            /**
             * Encodes the specified Shutdown message. Does not implicitly {@link holdfast.v1.Shutdown.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Shutdown
             * @static
             * @param {holdfast.v1.Shutdown.$Properties} message Shutdown message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Shutdown.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Shutdown message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Shutdown
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Shutdown & holdfast.v1.Shutdown.$Shape} Shutdown
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Shutdown.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Shutdown();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Shutdown;
        })();

        v1.Run = (function() {

            /**
             * Properties of a Run.
             * @typedef {Object} holdfast.v1.Run.$Properties
             * @property {string} [service] Run service
             * @property {Array.<string>} [command] Run command
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Run.
             * @memberof holdfast.v1
             * @interface IRun
             * @augments holdfast.v1.Run.$Properties
             * @deprecated Use holdfast.v1.Run.$Properties instead.
             */

            /**
             * Shape of a Run.
             * @typedef {holdfast.v1.Run.$Properties} holdfast.v1.Run.$Shape
             */

            /**
             * Constructs a new Run.
             * @memberof holdfast.v1
             * @classdesc Represents a Run.
             * @constructor
             * @param {holdfast.v1.Run.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Run = function (properties) {
                this.command = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Run service.
             * @member {string} service
             * @memberof holdfast.v1.Run
             * @instance
             */
            Run.prototype.service = "";

            /**
             * Run command.
             * @member {Array.<string>} command
             * @memberof holdfast.v1.Run
             * @instance
             */
            Run.prototype.command = $util.emptyArray;

            /**
             * Encodes the specified Run message. Does not implicitly {@link holdfast.v1.Run.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Run
             * @static
             * @param {holdfast.v1.Run.$Properties} message Run message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Run.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.command != null && message.command.length)
                    for (let i = 0; i < message.command.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.command[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Run message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Run
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Run & holdfast.v1.Run.$Shape} Run
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Run.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Run();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.command && message.command.length))
                                message.command = [];
                            message.command.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Run;
        })();

        v1.Exec = (function() {

            /**
             * Properties of an Exec.
             * @typedef {Object} holdfast.v1.Exec.$Properties
             * @property {string} [service] Exec service
             * @property {Array.<string>} [command] Exec command
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Exec.
             * @memberof holdfast.v1
             * @interface IExec
             * @augments holdfast.v1.Exec.$Properties
             * @deprecated Use holdfast.v1.Exec.$Properties instead.
             */

            /**
             * Shape of an Exec.
             * @typedef {holdfast.v1.Exec.$Properties} holdfast.v1.Exec.$Shape
             */

            /**
             * Constructs a new Exec.
             * @memberof holdfast.v1
             * @classdesc Represents an Exec.
             * @constructor
             * @param {holdfast.v1.Exec.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Exec = function (properties) {
                this.command = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Exec service.
             * @member {string} service
             * @memberof holdfast.v1.Exec
             * @instance
             */
            Exec.prototype.service = "";

            /**
             * Exec command.
             * @member {Array.<string>} command
             * @memberof holdfast.v1.Exec
             * @instance
             */
            Exec.prototype.command = $util.emptyArray;

            /**
             * Encodes the specified Exec message. Does not implicitly {@link holdfast.v1.Exec.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Exec
             * @static
             * @param {holdfast.v1.Exec.$Properties} message Exec message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Exec.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.command != null && message.command.length)
                    for (let i = 0; i < message.command.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.command[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Exec message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Exec
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Exec & holdfast.v1.Exec.$Shape} Exec
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Exec.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Exec();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.command && message.command.length))
                                message.command = [];
                            message.command.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Exec;
        })();

        v1.UpdateNow = (function() {

            /**
             * Properties of an UpdateNow.
             * @typedef {Object} holdfast.v1.UpdateNow.$Properties
             * @property {boolean} [force] UpdateNow force
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an UpdateNow.
             * @memberof holdfast.v1
             * @interface IUpdateNow
             * @augments holdfast.v1.UpdateNow.$Properties
             * @deprecated Use holdfast.v1.UpdateNow.$Properties instead.
             */

            /**
             * Shape of an UpdateNow.
             * @typedef {holdfast.v1.UpdateNow.$Properties} holdfast.v1.UpdateNow.$Shape
             */

            /**
             * Constructs a new UpdateNow.
             * @memberof holdfast.v1
             * @classdesc Represents an UpdateNow.
             * @constructor
             * @param {holdfast.v1.UpdateNow.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const UpdateNow = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * UpdateNow force.
             * @member {boolean} force
             * @memberof holdfast.v1.UpdateNow
             * @instance
             */
            UpdateNow.prototype.force = false;

            /**
             * Encodes the specified UpdateNow message. Does not implicitly {@link holdfast.v1.UpdateNow.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.UpdateNow
             * @static
             * @param {holdfast.v1.UpdateNow.$Properties} message UpdateNow message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            UpdateNow.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.force != null && $Object.hasOwnProperty.call(message, "force") && message.force !== false)
                    writer.uint32(/* id 1, wireType 0 =*/8).bool(message.force);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an UpdateNow message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.UpdateNow
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.UpdateNow & holdfast.v1.UpdateNow.$Shape} UpdateNow
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            UpdateNow.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.UpdateNow();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.force = value;
                            else
                                delete message.force;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return UpdateNow;
        })();

        v1.Prune = (function() {

            /**
             * Properties of a Prune.
             * @typedef {Object} holdfast.v1.Prune.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Prune.
             * @memberof holdfast.v1
             * @interface IPrune
             * @augments holdfast.v1.Prune.$Properties
             * @deprecated Use holdfast.v1.Prune.$Properties instead.
             */

            /**
             * Shape of a Prune.
             * @typedef {holdfast.v1.Prune.$Properties} holdfast.v1.Prune.$Shape
             */

            /**
             * Constructs a new Prune.
             * @memberof holdfast.v1
             * @classdesc Represents a Prune.
             * @constructor
             * @param {holdfast.v1.Prune.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Prune = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Encodes the specified Prune message. Does not implicitly {@link holdfast.v1.Prune.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Prune
             * @static
             * @param {holdfast.v1.Prune.$Properties} message Prune message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Prune.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Prune message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Prune
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Prune & holdfast.v1.Prune.$Shape} Prune
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Prune.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Prune();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Prune;
        })();

        v1.Logs = (function() {

            /**
             * Properties of a Logs.
             * @typedef {Object} holdfast.v1.Logs.$Properties
             * @property {string} [service] Logs service
             * @property {boolean} [follow] Logs follow
             * @property {number} [tail] Logs tail
             * @property {number} [sinceMs] Logs sinceMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Logs.
             * @memberof holdfast.v1
             * @interface ILogs
             * @augments holdfast.v1.Logs.$Properties
             * @deprecated Use holdfast.v1.Logs.$Properties instead.
             */

            /**
             * Shape of a Logs.
             * @typedef {holdfast.v1.Logs.$Properties} holdfast.v1.Logs.$Shape
             */

            /**
             * Constructs a new Logs.
             * @memberof holdfast.v1
             * @classdesc Represents a Logs.
             * @constructor
             * @param {holdfast.v1.Logs.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Logs = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Logs service.
             * @member {string} service
             * @memberof holdfast.v1.Logs
             * @instance
             */
            Logs.prototype.service = "";

            /**
             * Logs follow.
             * @member {boolean} follow
             * @memberof holdfast.v1.Logs
             * @instance
             */
            Logs.prototype.follow = false;

            /**
             * Logs tail.
             * @member {number} tail
             * @memberof holdfast.v1.Logs
             * @instance
             */
            Logs.prototype.tail = 0;

            /**
             * Logs sinceMs.
             * @member {number} sinceMs
             * @memberof holdfast.v1.Logs
             * @instance
             */
            Logs.prototype.sinceMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Logs message. Does not implicitly {@link holdfast.v1.Logs.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Logs
             * @static
             * @param {holdfast.v1.Logs.$Properties} message Logs message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Logs.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.follow != null && $Object.hasOwnProperty.call(message, "follow") && message.follow !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.follow);
                if (message.tail != null && $Object.hasOwnProperty.call(message, "tail") && message.tail !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.tail);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.sinceMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Logs message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Logs
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Logs & holdfast.v1.Logs.$Shape} Logs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Logs.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Logs();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.follow = value;
                            else
                                delete message.follow;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.tail = value;
                            else
                                delete message.tail;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Logs;
        })();

        v1.ForgetRefusal = (function() {

            /**
             * Properties of a ForgetRefusal.
             * @typedef {Object} holdfast.v1.ForgetRefusal.$Properties
             * @property {number} [epoch] ForgetRefusal epoch
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ForgetRefusal.
             * @memberof holdfast.v1
             * @interface IForgetRefusal
             * @augments holdfast.v1.ForgetRefusal.$Properties
             * @deprecated Use holdfast.v1.ForgetRefusal.$Properties instead.
             */

            /**
             * Shape of a ForgetRefusal.
             * @typedef {holdfast.v1.ForgetRefusal.$Properties} holdfast.v1.ForgetRefusal.$Shape
             */

            /**
             * Constructs a new ForgetRefusal.
             * @memberof holdfast.v1
             * @classdesc Represents a ForgetRefusal.
             * @constructor
             * @param {holdfast.v1.ForgetRefusal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ForgetRefusal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ForgetRefusal epoch.
             * @member {number} epoch
             * @memberof holdfast.v1.ForgetRefusal
             * @instance
             */
            ForgetRefusal.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified ForgetRefusal message. Does not implicitly {@link holdfast.v1.ForgetRefusal.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ForgetRefusal
             * @static
             * @param {holdfast.v1.ForgetRefusal.$Properties} message ForgetRefusal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ForgetRefusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.epoch);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ForgetRefusal message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ForgetRefusal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ForgetRefusal & holdfast.v1.ForgetRefusal.$Shape} ForgetRefusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ForgetRefusal.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ForgetRefusal();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ForgetRefusal;
        })();

        v1.Flight = (function() {

            /**
             * Properties of a Flight.
             * @typedef {Object} holdfast.v1.Flight.$Properties
             * @property {number} [limit] Flight limit
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Flight.
             * @memberof holdfast.v1
             * @interface IFlight
             * @augments holdfast.v1.Flight.$Properties
             * @deprecated Use holdfast.v1.Flight.$Properties instead.
             */

            /**
             * Shape of a Flight.
             * @typedef {holdfast.v1.Flight.$Properties} holdfast.v1.Flight.$Shape
             */

            /**
             * Constructs a new Flight.
             * @memberof holdfast.v1
             * @classdesc Represents a Flight.
             * @constructor
             * @param {holdfast.v1.Flight.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Flight = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Flight limit.
             * @member {number} limit
             * @memberof holdfast.v1.Flight
             * @instance
             */
            Flight.prototype.limit = 0;

            /**
             * Encodes the specified Flight message. Does not implicitly {@link holdfast.v1.Flight.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Flight
             * @static
             * @param {holdfast.v1.Flight.$Properties} message Flight message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Flight.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.limit);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Flight message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Flight
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Flight & holdfast.v1.Flight.$Shape} Flight
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Flight.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Flight();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Flight;
        })();

        /**
         * Outcome enum.
         * @name holdfast.v1.Outcome
         * @enum {number}
         * @property {number} OUTCOME_UNSPECIFIED=0 OUTCOME_UNSPECIFIED value
         * @property {number} OUTCOME_OK=1 OUTCOME_OK value
         * @property {number} OUTCOME_FAILED=2 OUTCOME_FAILED value
         * @property {number} OUTCOME_REFUSED=3 OUTCOME_REFUSED value
         * @property {number} OUTCOME_EXPIRED=4 OUTCOME_EXPIRED value
         */
        v1.Outcome = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "OUTCOME_UNSPECIFIED"] = 0;
            values[valuesById[1] = "OUTCOME_OK"] = 1;
            values[valuesById[2] = "OUTCOME_FAILED"] = 2;
            values[valuesById[3] = "OUTCOME_REFUSED"] = 3;
            values[valuesById[4] = "OUTCOME_EXPIRED"] = 4;
            return values;
        })();

        v1.Result = (function() {

            /**
             * Properties of a Result.
             * @typedef {Object} holdfast.v1.Result.$Properties
             * @property {string} [id] Result id
             * @property {string} [device] Result device
             * @property {holdfast.v1.Outcome} [outcome] Result outcome
             * @property {string} [code] Result code
             * @property {string} [message] Result message
             * @property {Uint8Array} [output] Result output
             * @property {string} [bootId] Result bootId
             * @property {number} [exitCode] Result exitCode
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Result.
             * @memberof holdfast.v1
             * @interface IResult
             * @augments holdfast.v1.Result.$Properties
             * @deprecated Use holdfast.v1.Result.$Properties instead.
             */

            /**
             * Shape of a Result.
             * @typedef {holdfast.v1.Result.$Properties} holdfast.v1.Result.$Shape
             */

            /**
             * Constructs a new Result.
             * @memberof holdfast.v1
             * @classdesc Represents a Result.
             * @constructor
             * @param {holdfast.v1.Result.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Result = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Result id.
             * @member {string} id
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.id = "";

            /**
             * Result device.
             * @member {string} device
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.device = "";

            /**
             * Result outcome.
             * @member {holdfast.v1.Outcome} outcome
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.outcome = 0;

            /**
             * Result code.
             * @member {string} code
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.code = "";

            /**
             * Result message.
             * @member {string} message
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.message = "";

            /**
             * Result output.
             * @member {Uint8Array} output
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.output = $util.newBuffer([]);

            /**
             * Result bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.bootId = "";

            /**
             * Result exitCode.
             * @member {number} exitCode
             * @memberof holdfast.v1.Result
             * @instance
             */
            Result.prototype.exitCode = 0;

            /**
             * Encodes the specified Result message. Does not implicitly {@link holdfast.v1.Result.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Result
             * @static
             * @param {holdfast.v1.Result.$Properties} message Result message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Result.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.device);
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.outcome);
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.message);
                if (message.output != null && $Object.hasOwnProperty.call(message, "output") && message.output.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.output);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.bootId);
                if (message.exitCode != null && $Object.hasOwnProperty.call(message, "exitCode") && message.exitCode !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).sint32(message.exitCode);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Result message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Result
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Result & holdfast.v1.Result.$Shape} Result
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Result.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Result();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.output = value;
                            else
                                delete message.output;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.sint32())
                                message.exitCode = value;
                            else
                                delete message.exitCode;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Result;
        })();

        v1.Log = (function() {

            /**
             * Properties of a Log.
             * @typedef {Object} holdfast.v1.Log.$Properties
             * @property {string} [device] Log device
             * @property {string} [commandId] Log commandId
             * @property {number} [sequence] Log sequence
             * @property {Array.<holdfast.v1.LogLine.$Properties>} [lines] Log lines
             * @property {number} [dropped] Log dropped
             * @property {boolean} [end] Log end
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Log.
             * @memberof holdfast.v1
             * @interface ILog
             * @augments holdfast.v1.Log.$Properties
             * @deprecated Use holdfast.v1.Log.$Properties instead.
             */

            /**
             * Shape of a Log.
             * @typedef {holdfast.v1.Log.$Properties} holdfast.v1.Log.$Shape
             */

            /**
             * Constructs a new Log.
             * @memberof holdfast.v1
             * @classdesc Represents a Log.
             * @constructor
             * @param {holdfast.v1.Log.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Log = function (properties) {
                this.lines = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Log device.
             * @member {string} device
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.device = "";

            /**
             * Log commandId.
             * @member {string} commandId
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.commandId = "";

            /**
             * Log sequence.
             * @member {number} sequence
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Log lines.
             * @member {Array.<holdfast.v1.LogLine>} lines
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.lines = $util.emptyArray;

            /**
             * Log dropped.
             * @member {number} dropped
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.dropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Log end.
             * @member {boolean} end
             * @memberof holdfast.v1.Log
             * @instance
             */
            Log.prototype.end = false;

            /**
             * Encodes the specified Log message. Does not implicitly {@link holdfast.v1.Log.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Log
             * @static
             * @param {holdfast.v1.Log.$Properties} message Log message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Log.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.commandId != null && $Object.hasOwnProperty.call(message, "commandId") && message.commandId !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.commandId);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sequence);
                if (message.lines != null && message.lines.length)
                    for (let i = 0; i < message.lines.length; ++i)
                        $root.holdfast.v1.LogLine.encode(message.lines[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.dropped != null && $Object.hasOwnProperty.call(message, "dropped") && (typeof message.dropped === "object" ? message.dropped.low || message.dropped.high : message.dropped !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.dropped);
                if (message.end != null && $Object.hasOwnProperty.call(message, "end") && message.end !== false)
                    writer.uint32(/* id 6, wireType 0 =*/48).bool(message.end);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Log message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Log
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Log & holdfast.v1.Log.$Shape} Log
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Log.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Log();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.commandId = value;
                            else
                                delete message.commandId;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.lines && message.lines.length))
                                message.lines = [];
                            message.lines.push($root.holdfast.v1.LogLine.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dropped = value;
                            else
                                delete message.dropped;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.end = value;
                            else
                                delete message.end;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Log;
        })();

        v1.LogLine = (function() {

            /**
             * Properties of a LogLine.
             * @typedef {Object} holdfast.v1.LogLine.$Properties
             * @property {string} [service] LogLine service
             * @property {boolean} [stderr] LogLine stderr
             * @property {number} [atMs] LogLine atMs
             * @property {string} [text] LogLine text
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LogLine.
             * @memberof holdfast.v1
             * @interface ILogLine
             * @augments holdfast.v1.LogLine.$Properties
             * @deprecated Use holdfast.v1.LogLine.$Properties instead.
             */

            /**
             * Shape of a LogLine.
             * @typedef {holdfast.v1.LogLine.$Properties} holdfast.v1.LogLine.$Shape
             */

            /**
             * Constructs a new LogLine.
             * @memberof holdfast.v1
             * @classdesc Represents a LogLine.
             * @constructor
             * @param {holdfast.v1.LogLine.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LogLine = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LogLine service.
             * @member {string} service
             * @memberof holdfast.v1.LogLine
             * @instance
             */
            LogLine.prototype.service = "";

            /**
             * LogLine stderr.
             * @member {boolean} stderr
             * @memberof holdfast.v1.LogLine
             * @instance
             */
            LogLine.prototype.stderr = false;

            /**
             * LogLine atMs.
             * @member {number} atMs
             * @memberof holdfast.v1.LogLine
             * @instance
             */
            LogLine.prototype.atMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * LogLine text.
             * @member {string} text
             * @memberof holdfast.v1.LogLine
             * @instance
             */
            LogLine.prototype.text = "";

            /**
             * Encodes the specified LogLine message. Does not implicitly {@link holdfast.v1.LogLine.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.LogLine
             * @static
             * @param {holdfast.v1.LogLine.$Properties} message LogLine message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LogLine.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.stderr != null && $Object.hasOwnProperty.call(message, "stderr") && message.stderr !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.stderr);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && (typeof message.atMs === "object" ? message.atMs.low || message.atMs.high : message.atMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.atMs);
                if (message.text != null && $Object.hasOwnProperty.call(message, "text") && message.text !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.text);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LogLine message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.LogLine
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.LogLine & holdfast.v1.LogLine.$Shape} LogLine
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LogLine.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.LogLine();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.stderr = value;
                            else
                                delete message.stderr;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.text = value;
                            else
                                delete message.text;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LogLine;
        })();

        v1.Watch = (function() {

            /**
             * Properties of a Watch.
             * @typedef {Object} holdfast.v1.Watch.$Properties
             * @property {number} [forMs] Watch forMs
             * @property {Array.<string>} [definitions] Watch definitions
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Watch.
             * @memberof holdfast.v1
             * @interface IWatch
             * @augments holdfast.v1.Watch.$Properties
             * @deprecated Use holdfast.v1.Watch.$Properties instead.
             */

            /**
             * Shape of a Watch.
             * @typedef {holdfast.v1.Watch.$Properties} holdfast.v1.Watch.$Shape
             */

            /**
             * Constructs a new Watch.
             * @memberof holdfast.v1
             * @classdesc Represents a Watch.
             * @constructor
             * @param {holdfast.v1.Watch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Watch = function (properties) {
                this.definitions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Watch forMs.
             * @member {number} forMs
             * @memberof holdfast.v1.Watch
             * @instance
             */
            Watch.prototype.forMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Watch definitions.
             * @member {Array.<string>} definitions
             * @memberof holdfast.v1.Watch
             * @instance
             */
            Watch.prototype.definitions = $util.emptyArray;

            /**
             * Encodes the specified Watch message. Does not implicitly {@link holdfast.v1.Watch.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Watch
             * @static
             * @param {holdfast.v1.Watch.$Properties} message Watch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Watch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.forMs != null && $Object.hasOwnProperty.call(message, "forMs") && (typeof message.forMs === "object" ? message.forMs.low || message.forMs.high : message.forMs !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.forMs);
                if (message.definitions != null && message.definitions.length)
                    for (let i = 0; i < message.definitions.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.definitions[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Watch message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Watch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Watch & holdfast.v1.Watch.$Shape} Watch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Watch.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Watch();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.forMs = value;
                            else
                                delete message.forMs;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.definitions && message.definitions.length))
                                message.definitions = [];
                            message.definitions.push(reader.stringVerify());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Watch;
        })();

        v1.Chart = (function() {

            /**
             * Properties of a Chart.
             * @typedef {Object} holdfast.v1.Chart.$Properties
             * @property {string} [device] Chart device
             * @property {number} [sequence] Chart sequence
             * @property {string} [bootId] Chart bootId
             * @property {Array.<holdfast.v1.MachineState.$Properties>} [machines] Chart machines
             * @property {Array.<holdfast.v1.FlightEntry.$Properties>} [transitions] Chart transitions
             * @property {Array.<holdfast.v1.Effect.$Properties>} [effects] Chart effects
             * @property {Array.<holdfast.v1.ChartDefinition.$Properties>} [definitions] Chart definitions
             * @property {number} [dropped] Chart dropped
             * @property {number} [monoMs] Chart monoMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Chart.
             * @memberof holdfast.v1
             * @interface IChart
             * @augments holdfast.v1.Chart.$Properties
             * @deprecated Use holdfast.v1.Chart.$Properties instead.
             */

            /**
             * Shape of a Chart.
             * @typedef {holdfast.v1.Chart.$Properties} holdfast.v1.Chart.$Shape
             */

            /**
             * Constructs a new Chart.
             * @memberof holdfast.v1
             * @classdesc Represents a Chart.
             * @constructor
             * @param {holdfast.v1.Chart.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Chart = function (properties) {
                this.machines = [];
                this.transitions = [];
                this.effects = [];
                this.definitions = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Chart device.
             * @member {string} device
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.device = "";

            /**
             * Chart sequence.
             * @member {number} sequence
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Chart bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.bootId = "";

            /**
             * Chart machines.
             * @member {Array.<holdfast.v1.MachineState>} machines
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.machines = $util.emptyArray;

            /**
             * Chart transitions.
             * @member {Array.<holdfast.v1.FlightEntry>} transitions
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.transitions = $util.emptyArray;

            /**
             * Chart effects.
             * @member {Array.<holdfast.v1.Effect>} effects
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.effects = $util.emptyArray;

            /**
             * Chart definitions.
             * @member {Array.<holdfast.v1.ChartDefinition>} definitions
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.definitions = $util.emptyArray;

            /**
             * Chart dropped.
             * @member {number} dropped
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.dropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Chart monoMs.
             * @member {number} monoMs
             * @memberof holdfast.v1.Chart
             * @instance
             */
            Chart.prototype.monoMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Chart message. Does not implicitly {@link holdfast.v1.Chart.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Chart
             * @static
             * @param {holdfast.v1.Chart.$Properties} message Chart message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Chart.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.device != null && $Object.hasOwnProperty.call(message, "device") && message.device !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.device);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.bootId);
                if (message.machines != null && message.machines.length)
                    for (let i = 0; i < message.machines.length; ++i)
                        $root.holdfast.v1.MachineState.encode(message.machines[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.transitions != null && message.transitions.length)
                    for (let i = 0; i < message.transitions.length; ++i)
                        $root.holdfast.v1.FlightEntry.encode(message.transitions[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.effects != null && message.effects.length)
                    for (let i = 0; i < message.effects.length; ++i)
                        $root.holdfast.v1.Effect.encode(message.effects[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.definitions != null && message.definitions.length)
                    for (let i = 0; i < message.definitions.length; ++i)
                        $root.holdfast.v1.ChartDefinition.encode(message.definitions[i], writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.dropped != null && $Object.hasOwnProperty.call(message, "dropped") && (typeof message.dropped === "object" ? message.dropped.low || message.dropped.high : message.dropped !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.dropped);
                if (message.monoMs != null && $Object.hasOwnProperty.call(message, "monoMs") && (typeof message.monoMs === "object" ? message.monoMs.low || message.monoMs.high : message.monoMs !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.monoMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Chart message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Chart
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Chart & holdfast.v1.Chart.$Shape} Chart
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Chart.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Chart();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.device = value;
                            else
                                delete message.device;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.machines && message.machines.length))
                                message.machines = [];
                            message.machines.push($root.holdfast.v1.MachineState.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.transitions && message.transitions.length))
                                message.transitions = [];
                            message.transitions.push($root.holdfast.v1.FlightEntry.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.effects && message.effects.length))
                                message.effects = [];
                            message.effects.push($root.holdfast.v1.Effect.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.definitions && message.definitions.length))
                                message.definitions = [];
                            message.definitions.push($root.holdfast.v1.ChartDefinition.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.dropped = value;
                            else
                                delete message.dropped;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monoMs = value;
                            else
                                delete message.monoMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Chart;
        })();

        v1.MachineState = (function() {

            /**
             * Properties of a MachineState.
             * @typedef {Object} holdfast.v1.MachineState.$Properties
             * @property {string} [machine] MachineState machine
             * @property {string} [definition] MachineState definition
             * @property {string} [state] MachineState state
             * @property {string} [context] MachineState context
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a MachineState.
             * @memberof holdfast.v1
             * @interface IMachineState
             * @augments holdfast.v1.MachineState.$Properties
             * @deprecated Use holdfast.v1.MachineState.$Properties instead.
             */

            /**
             * Shape of a MachineState.
             * @typedef {holdfast.v1.MachineState.$Properties} holdfast.v1.MachineState.$Shape
             */

            /**
             * Constructs a new MachineState.
             * @memberof holdfast.v1
             * @classdesc Represents a MachineState.
             * @constructor
             * @param {holdfast.v1.MachineState.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const MachineState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * MachineState machine.
             * @member {string} machine
             * @memberof holdfast.v1.MachineState
             * @instance
             */
            MachineState.prototype.machine = "";

            /**
             * MachineState definition.
             * @member {string} definition
             * @memberof holdfast.v1.MachineState
             * @instance
             */
            MachineState.prototype.definition = "";

            /**
             * MachineState state.
             * @member {string} state
             * @memberof holdfast.v1.MachineState
             * @instance
             */
            MachineState.prototype.state = "";

            /**
             * MachineState context.
             * @member {string} context
             * @memberof holdfast.v1.MachineState
             * @instance
             */
            MachineState.prototype.context = "";

            /**
             * Encodes the specified MachineState message. Does not implicitly {@link holdfast.v1.MachineState.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.MachineState
             * @static
             * @param {holdfast.v1.MachineState.$Properties} message MachineState message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            MachineState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.machine != null && $Object.hasOwnProperty.call(message, "machine") && message.machine !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.machine);
                if (message.definition != null && $Object.hasOwnProperty.call(message, "definition") && message.definition !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.definition);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.state);
                if (message.context != null && $Object.hasOwnProperty.call(message, "context") && message.context !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.context);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a MachineState message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.MachineState
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.MachineState & holdfast.v1.MachineState.$Shape} MachineState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            MachineState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.MachineState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.machine = value;
                            else
                                delete message.machine;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.definition = value;
                            else
                                delete message.definition;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.context = value;
                            else
                                delete message.context;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return MachineState;
        })();

        v1.Effect = (function() {

            /**
             * Properties of an Effect.
             * @typedef {Object} holdfast.v1.Effect.$Properties
             * @property {string} [machine] Effect machine
             * @property {string} [id] Effect id
             * @property {string} [source] Effect source
             * @property {number} [sinceMonoMs] Effect sinceMonoMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Effect.
             * @memberof holdfast.v1
             * @interface IEffect
             * @augments holdfast.v1.Effect.$Properties
             * @deprecated Use holdfast.v1.Effect.$Properties instead.
             */

            /**
             * Shape of an Effect.
             * @typedef {holdfast.v1.Effect.$Properties} holdfast.v1.Effect.$Shape
             */

            /**
             * Constructs a new Effect.
             * @memberof holdfast.v1
             * @classdesc Represents an Effect.
             * @constructor
             * @param {holdfast.v1.Effect.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Effect = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Effect machine.
             * @member {string} machine
             * @memberof holdfast.v1.Effect
             * @instance
             */
            Effect.prototype.machine = "";

            /**
             * Effect id.
             * @member {string} id
             * @memberof holdfast.v1.Effect
             * @instance
             */
            Effect.prototype.id = "";

            /**
             * Effect source.
             * @member {string} source
             * @memberof holdfast.v1.Effect
             * @instance
             */
            Effect.prototype.source = "";

            /**
             * Effect sinceMonoMs.
             * @member {number} sinceMonoMs
             * @memberof holdfast.v1.Effect
             * @instance
             */
            Effect.prototype.sinceMonoMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Encodes the specified Effect message. Does not implicitly {@link holdfast.v1.Effect.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Effect
             * @static
             * @param {holdfast.v1.Effect.$Properties} message Effect message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Effect.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.machine != null && $Object.hasOwnProperty.call(message, "machine") && message.machine !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.machine);
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.id);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.source);
                if (message.sinceMonoMs != null && $Object.hasOwnProperty.call(message, "sinceMonoMs") && (typeof message.sinceMonoMs === "object" ? message.sinceMonoMs.low || message.sinceMonoMs.high : message.sinceMonoMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.sinceMonoMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Effect message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Effect
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Effect & holdfast.v1.Effect.$Shape} Effect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Effect.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Effect();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.machine = value;
                            else
                                delete message.machine;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMonoMs = value;
                            else
                                delete message.sinceMonoMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Effect;
        })();

        v1.ChartDefinition = (function() {

            /**
             * Properties of a ChartDefinition.
             * @typedef {Object} holdfast.v1.ChartDefinition.$Properties
             * @property {string} [hash] ChartDefinition hash
             * @property {string} [machine] ChartDefinition machine
             * @property {string} [json] ChartDefinition json
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ChartDefinition.
             * @memberof holdfast.v1
             * @interface IChartDefinition
             * @augments holdfast.v1.ChartDefinition.$Properties
             * @deprecated Use holdfast.v1.ChartDefinition.$Properties instead.
             */

            /**
             * Shape of a ChartDefinition.
             * @typedef {holdfast.v1.ChartDefinition.$Properties} holdfast.v1.ChartDefinition.$Shape
             */

            /**
             * Constructs a new ChartDefinition.
             * @memberof holdfast.v1
             * @classdesc Represents a ChartDefinition.
             * @constructor
             * @param {holdfast.v1.ChartDefinition.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ChartDefinition = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ChartDefinition hash.
             * @member {string} hash
             * @memberof holdfast.v1.ChartDefinition
             * @instance
             */
            ChartDefinition.prototype.hash = "";

            /**
             * ChartDefinition machine.
             * @member {string} machine
             * @memberof holdfast.v1.ChartDefinition
             * @instance
             */
            ChartDefinition.prototype.machine = "";

            /**
             * ChartDefinition json.
             * @member {string} json
             * @memberof holdfast.v1.ChartDefinition
             * @instance
             */
            ChartDefinition.prototype.json = "";

            /**
             * Encodes the specified ChartDefinition message. Does not implicitly {@link holdfast.v1.ChartDefinition.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.ChartDefinition
             * @static
             * @param {holdfast.v1.ChartDefinition.$Properties} message ChartDefinition message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ChartDefinition.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hash != null && $Object.hasOwnProperty.call(message, "hash") && message.hash !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.hash);
                if (message.machine != null && $Object.hasOwnProperty.call(message, "machine") && message.machine !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.machine);
                if (message.json != null && $Object.hasOwnProperty.call(message, "json") && message.json !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.json);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ChartDefinition message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.ChartDefinition
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.ChartDefinition & holdfast.v1.ChartDefinition.$Shape} ChartDefinition
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ChartDefinition.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.ChartDefinition();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hash = value;
                            else
                                delete message.hash;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.machine = value;
                            else
                                delete message.machine;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.json = value;
                            else
                                delete message.json;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ChartDefinition;
        })();

        v1.Envelope = (function() {

            /**
             * Properties of an Envelope.
             * @typedef {Object} holdfast.v1.Envelope.$Properties
             * @property {string} [kind] Envelope kind
             * @property {number} [version] Envelope version
             * @property {number} [revision] Envelope revision
             * @property {Uint8Array} [body] Envelope body
             * @property {Uint8Array} [checksum] Envelope checksum
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Envelope.
             * @memberof holdfast.v1
             * @interface IEnvelope
             * @augments holdfast.v1.Envelope.$Properties
             * @deprecated Use holdfast.v1.Envelope.$Properties instead.
             */

            /**
             * Shape of an Envelope.
             * @typedef {holdfast.v1.Envelope.$Properties} holdfast.v1.Envelope.$Shape
             */

            /**
             * Constructs a new Envelope.
             * @memberof holdfast.v1
             * @classdesc Represents an Envelope.
             * @constructor
             * @param {holdfast.v1.Envelope.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Envelope = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Envelope kind.
             * @member {string} kind
             * @memberof holdfast.v1.Envelope
             * @instance
             */
            Envelope.prototype.kind = "";

            /**
             * Envelope version.
             * @member {number} version
             * @memberof holdfast.v1.Envelope
             * @instance
             */
            Envelope.prototype.version = 0;

            /**
             * Envelope revision.
             * @member {number} revision
             * @memberof holdfast.v1.Envelope
             * @instance
             */
            Envelope.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * Envelope body.
             * @member {Uint8Array} body
             * @memberof holdfast.v1.Envelope
             * @instance
             */
            Envelope.prototype.body = $util.newBuffer([]);

            /**
             * Envelope checksum.
             * @member {Uint8Array} checksum
             * @memberof holdfast.v1.Envelope
             * @instance
             */
            Envelope.prototype.checksum = $util.newBuffer([]);

            /**
             * Encodes the specified Envelope message. Does not implicitly {@link holdfast.v1.Envelope.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Envelope
             * @static
             * @param {holdfast.v1.Envelope.$Properties} message Envelope message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Envelope.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.kind);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
                if (message.revision != null && $Object.hasOwnProperty.call(message, "revision") && (typeof message.revision === "object" ? message.revision.low || message.revision.high : message.revision !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.revision);
                if (message.body != null && $Object.hasOwnProperty.call(message, "body") && message.body.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.body);
                if (message.checksum != null && $Object.hasOwnProperty.call(message, "checksum") && message.checksum.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.checksum);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Envelope message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Envelope
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Envelope & holdfast.v1.Envelope.$Shape} Envelope
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Envelope.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Envelope();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.revision = value;
                            else
                                delete message.revision;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.body = value;
                            else
                                delete message.body;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.checksum = value;
                            else
                                delete message.checksum;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Envelope;
        })();

        v1.FlightEntry = (function() {

            /**
             * Properties of a FlightEntry.
             * @typedef {Object} holdfast.v1.FlightEntry.$Properties
             * @property {number} [sequence] FlightEntry sequence
             * @property {string} [machine] FlightEntry machine
             * @property {string} [bootId] FlightEntry bootId
             * @property {number} [monoMs] FlightEntry monoMs
             * @property {number} [wallMs] FlightEntry wallMs
             * @property {string} [from] FlightEntry from
             * @property {string} [to] FlightEntry to
             * @property {string} [event] FlightEntry event
             * @property {string} [detail] FlightEntry detail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a FlightEntry.
             * @memberof holdfast.v1
             * @interface IFlightEntry
             * @augments holdfast.v1.FlightEntry.$Properties
             * @deprecated Use holdfast.v1.FlightEntry.$Properties instead.
             */

            /**
             * Shape of a FlightEntry.
             * @typedef {holdfast.v1.FlightEntry.$Properties} holdfast.v1.FlightEntry.$Shape
             */

            /**
             * Constructs a new FlightEntry.
             * @memberof holdfast.v1
             * @classdesc Represents a FlightEntry.
             * @constructor
             * @param {holdfast.v1.FlightEntry.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const FlightEntry = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * FlightEntry sequence.
             * @member {number} sequence
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.sequence = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FlightEntry machine.
             * @member {string} machine
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.machine = "";

            /**
             * FlightEntry bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.bootId = "";

            /**
             * FlightEntry monoMs.
             * @member {number} monoMs
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.monoMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FlightEntry wallMs.
             * @member {number} wallMs
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.wallMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * FlightEntry from.
             * @member {string} from
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.from = "";

            /**
             * FlightEntry to.
             * @member {string} to
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.to = "";

            /**
             * FlightEntry event.
             * @member {string} event
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.event = "";

            /**
             * FlightEntry detail.
             * @member {string} detail
             * @memberof holdfast.v1.FlightEntry
             * @instance
             */
            FlightEntry.prototype.detail = "";

            /**
             * Encodes the specified FlightEntry message. Does not implicitly {@link holdfast.v1.FlightEntry.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.FlightEntry
             * @static
             * @param {holdfast.v1.FlightEntry.$Properties} message FlightEntry message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            FlightEntry.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.sequence);
                if (message.machine != null && $Object.hasOwnProperty.call(message, "machine") && message.machine !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.machine);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.bootId);
                if (message.monoMs != null && $Object.hasOwnProperty.call(message, "monoMs") && (typeof message.monoMs === "object" ? message.monoMs.low || message.monoMs.high : message.monoMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.monoMs);
                if (message.wallMs != null && $Object.hasOwnProperty.call(message, "wallMs") && (typeof message.wallMs === "object" ? message.wallMs.low || message.wallMs.high : message.wallMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.wallMs);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.to);
                if (message.event != null && $Object.hasOwnProperty.call(message, "event") && message.event !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.event);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.detail);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a FlightEntry message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.FlightEntry
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.FlightEntry & holdfast.v1.FlightEntry.$Shape} FlightEntry
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            FlightEntry.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.FlightEntry();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.machine = value;
                            else
                                delete message.machine;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monoMs = value;
                            else
                                delete message.monoMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.wallMs = value;
                            else
                                delete message.wallMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.event = value;
                            else
                                delete message.event;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return FlightEntry;
        })();

        v1.CommandRecord = (function() {

            /**
             * Properties of a CommandRecord.
             * @typedef {Object} holdfast.v1.CommandRecord.$Properties
             * @property {holdfast.v1.Command.$Properties} [command] CommandRecord command
             * @property {number} [arrival] CommandRecord arrival
             * @property {string} [bootId] CommandRecord bootId
             * @property {number} [monoMs] CommandRecord monoMs
             * @property {holdfast.v1.Result.$Properties} [result] CommandRecord result
             * @property {string} [note] CommandRecord note
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CommandRecord.
             * @memberof holdfast.v1
             * @interface ICommandRecord
             * @augments holdfast.v1.CommandRecord.$Properties
             * @deprecated Use holdfast.v1.CommandRecord.$Properties instead.
             */

            /**
             * Shape of a CommandRecord.
             * @typedef {{
             *   command?: holdfast.v1.Command.$Shape;
             *   arrival?: number;
             *   bootId?: string;
             *   monoMs?: number;
             *   result?: holdfast.v1.Result.$Shape;
             *   note?: string;
             *   $unknowns?: Array.<Uint8Array>;
             * }} holdfast.v1.CommandRecord.$Shape
             */

            /**
             * Constructs a new CommandRecord.
             * @memberof holdfast.v1
             * @classdesc Represents a CommandRecord.
             * @constructor
             * @param {holdfast.v1.CommandRecord.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CommandRecord = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CommandRecord command.
             * @member {holdfast.v1.Command} command
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.command = null;

            /**
             * CommandRecord arrival.
             * @member {number} arrival
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.arrival = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CommandRecord bootId.
             * @member {string} bootId
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.bootId = "";

            /**
             * CommandRecord monoMs.
             * @member {number} monoMs
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.monoMs = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

            /**
             * CommandRecord result.
             * @member {holdfast.v1.Result} result
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.result = null;

            /**
             * CommandRecord note.
             * @member {string} note
             * @memberof holdfast.v1.CommandRecord
             * @instance
             */
            CommandRecord.prototype.note = "";

            /**
             * Encodes the specified CommandRecord message. Does not implicitly {@link holdfast.v1.CommandRecord.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.CommandRecord
             * @static
             * @param {holdfast.v1.CommandRecord.$Properties} message CommandRecord message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CommandRecord.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.command != null && $Object.hasOwnProperty.call(message, "command"))
                    $root.holdfast.v1.Command.encode(message.command, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.arrival != null && $Object.hasOwnProperty.call(message, "arrival") && (typeof message.arrival === "object" ? message.arrival.low || message.arrival.high : message.arrival !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.arrival);
                if (message.bootId != null && $Object.hasOwnProperty.call(message, "bootId") && message.bootId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.bootId);
                if (message.monoMs != null && $Object.hasOwnProperty.call(message, "monoMs") && (typeof message.monoMs === "object" ? message.monoMs.low || message.monoMs.high : message.monoMs !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.monoMs);
                if (message.result != null && $Object.hasOwnProperty.call(message, "result"))
                    $root.holdfast.v1.Result.encode(message.result, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.note != null && $Object.hasOwnProperty.call(message, "note") && message.note !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.note);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CommandRecord message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.CommandRecord
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.CommandRecord & holdfast.v1.CommandRecord.$Shape} CommandRecord
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CommandRecord.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.CommandRecord();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.command = $root.holdfast.v1.Command.decode(reader, reader.size(), $undefined, _depth + 1, message.command);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.arrival = value;
                            else
                                delete message.arrival;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.bootId = value;
                            else
                                delete message.bootId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = reader.uint64()) === "object" ? value.low || value.high : value !== 0)
                                message.monoMs = value;
                            else
                                delete message.monoMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.result = $root.holdfast.v1.Result.decode(reader, reader.size(), $undefined, _depth + 1, message.result);
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.note = value;
                            else
                                delete message.note;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CommandRecord;
        })();

        v1.Outgoing = (function() {

            /**
             * Properties of an Outgoing.
             * @typedef {Object} holdfast.v1.Outgoing.$Properties
             * @property {string} [topic] Outgoing topic
             * @property {Uint8Array} [payload] Outgoing payload
             * @property {boolean} [retain] Outgoing retain
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Outgoing.
             * @memberof holdfast.v1
             * @interface IOutgoing
             * @augments holdfast.v1.Outgoing.$Properties
             * @deprecated Use holdfast.v1.Outgoing.$Properties instead.
             */

            /**
             * Shape of an Outgoing.
             * @typedef {holdfast.v1.Outgoing.$Properties} holdfast.v1.Outgoing.$Shape
             */

            /**
             * Constructs a new Outgoing.
             * @memberof holdfast.v1
             * @classdesc Represents an Outgoing.
             * @constructor
             * @param {holdfast.v1.Outgoing.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Outgoing = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Outgoing topic.
             * @member {string} topic
             * @memberof holdfast.v1.Outgoing
             * @instance
             */
            Outgoing.prototype.topic = "";

            /**
             * Outgoing payload.
             * @member {Uint8Array} payload
             * @memberof holdfast.v1.Outgoing
             * @instance
             */
            Outgoing.prototype.payload = $util.newBuffer([]);

            /**
             * Outgoing retain.
             * @member {boolean} retain
             * @memberof holdfast.v1.Outgoing
             * @instance
             */
            Outgoing.prototype.retain = false;

            /**
             * Encodes the specified Outgoing message. Does not implicitly {@link holdfast.v1.Outgoing.verify|verify} messages.
             * @function encode
             * @memberof holdfast.v1.Outgoing
             * @static
             * @param {holdfast.v1.Outgoing.$Properties} message Outgoing message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Outgoing.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.topic != null && $Object.hasOwnProperty.call(message, "topic") && message.topic !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.topic);
                if (message.payload != null && $Object.hasOwnProperty.call(message, "payload") && message.payload.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.payload);
                if (message.retain != null && $Object.hasOwnProperty.call(message, "retain") && message.retain !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.retain);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Outgoing message from the specified reader or buffer.
             * @function decode
             * @memberof holdfast.v1.Outgoing
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {holdfast.v1.Outgoing & holdfast.v1.Outgoing.$Shape} Outgoing
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Outgoing.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.holdfast.v1.Outgoing();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.topic = value;
                            else
                                delete message.topic;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.payload = value;
                            else
                                delete message.payload;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.retain = value;
                            else
                                delete message.retain;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Outgoing;
        })();

        return v1;
    })();

    return holdfast;
})();

export {
  $root as default
};
