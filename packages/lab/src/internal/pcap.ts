/**
 * Frames in a capture file: the classic format of libpcap, in the byte order of this machine, as Open vSwitch writes it
 * (draft-ietf-opsawg-pcap). A record that is not whole yet is left out.
 *
 * @since 0.1.0
 */

const headerSize = 24
const recordSize = 16

/**
 * The frames of a file, in order. They are views on it.
 *
 * @since 0.1.0
 * @category codecs
 */
export const frames = (file: Uint8Array): ReadonlyArray<Uint8Array> => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const found: Array<Uint8Array> = []
  let at = headerSize
  while (at + recordSize <= file.length) {
    const size = view.getUint32(at + 8, true)
    const end = at + recordSize + size
    if (end > file.length) break
    found.push(file.subarray(at + recordSize, end))
    at = end
  }
  return found
}
