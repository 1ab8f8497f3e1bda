// The part of dns-packet that dns-client.ts and the DNS server of the tests use; the package has no types.

declare module 'dns-packet' {
  export interface Question {
    type: string;
    name: string;
    class?: string;
  }
  export interface Answer {
    type: string;
    name: string;
    ttl?: number;
    class?: string;
    data?: unknown;
    udpPayloadSize?: number;
    extendedRcode?: number;
    flags?: number;
    options?: unknown[];
  }
  export interface Packet {
    id?: number;
    type?: 'query' | 'response';
    flags?: number;
    flag_aa?: boolean;
    flag_tc?: boolean;
    flag_ad?: boolean;
    rcode?: string;
    questions?: Question[];
    answers?: Answer[];
    authorities?: Answer[];
    additionals?: Answer[];
  }
  interface Codec {
    encode(packet: Packet): Buffer;
    decode(bytes: Buffer, offset?: number): Packet;
    RECURSION_DESIRED: number;
    AUTHENTIC_DATA: number;
    TRUNCATED_RESPONSE: number;
  }
  const codec: Codec;
  export default codec;
}
