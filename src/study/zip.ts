import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { crcWithZeros, deflatedZeros } from './zero-run.ts'

/** A file within a zip archive. */
export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A file's contents to be packed, and what to look for in them: longer sequences that come again, or nothing, where they are noise. */
export interface Contents {
  readonly bytes: Uint8Array
  readonly lookFor: 'repeats' | 'nothing'
}

/** Contents that are zeros but for a band: `head`, so many zeros, `band`, so many zeros. */
export interface BandInZeros {
  readonly head: Uint8Array
  readonly zerosBefore: number
  readonly band: Uint8Array<ArrayBuffer>
  readonly zerosAfter: number
}

/** Contents as they lie in an archive; they may be put into several. */
export interface Packed {
  readonly method: number
  readonly data: Uint8Array
  readonly checksum: number
  readonly sizeBytes: number
}

/** A file of an archive to be written. */
export interface PackedFile {
  readonly name: string
  readonly packed: Packed
}

const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const END_OF_CENTRAL = 0x06054b50

const STORED = 0
const DEFLATED = 8

/** version of the format needed to extract: 2.0, deflate */
const VERSION = 20
/** names are UTF-8 */
const UTF8_FLAG = 0x0800
/** 1 January 1980, the format's zero: the same files make the same archive */
const DATE = 0x0021

const FOR_REPEATS = { level: 1 } as const
/** zeros around noise are looked through for runs only: a search for longer matches costs time and finds nothing; more blocks follow */
const FOR_RUNS = { level: 1, strategy: constants.Z_RLE, finishFlush: constants.Z_SYNC_FLUSH } as const
/** the last block of deflated data, with nothing in it */
const LAST_BLOCK = Uint8Array.of(3, 0)
/** below this, deflating takes off next to nothing */
const FEWEST_BYTES = 256

const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22

/** Packs contents: deflated, or as they are where that is smaller. The same contents give the same bytes. */
export function pack({ bytes, lookFor }: Contents): Packed {
  const isTried = lookFor === 'repeats' && bytes.length >= FEWEST_BYTES
  const deflated = isTried ? deflateRawSync(bytes, FOR_REPEATS) : bytes
  const isSmaller = deflated.length < bytes.length
  return {
    method: isSmaller ? DEFLATED : STORED,
    data: isSmaller ? deflated : bytes,
    checksum: crc32(bytes),
    sizeBytes: bytes.length,
  }
}

/** Packs contents of which only a band is not zero, in the time that the band takes. The same contents give the same bytes. */
export function packBand({ head, zerosBefore, band, zerosAfter }: BandInZeros): Packed {
  const blocks = [
    storedBlock(head),
    ...deflatedZeros(zerosBefore),
    deflateRawSync(band, FOR_RUNS),
    ...deflatedZeros(zerosAfter),
    LAST_BLOCK,
  ]
  const untilBand = crcWithZeros(crc32(head), zerosBefore)
  return {
    method: DEFLATED,
    data: Buffer.concat(blocks),
    checksum: crcWithZeros(crc32(band, untilBand), zerosAfter),
    sizeBytes: head.length + zerosBefore + band.length + zerosAfter,
  }
}

/** up to 64 kB as a block of deflated data, of which it isn't the last */
function storedBlock(bytes: Uint8Array): Uint8Array {
  const block = Buffer.alloc(5 + bytes.length)
  block.writeUInt16LE(bytes.length, 1)
  block.writeUInt16LE(~bytes.length & 0xffff, 3)
  block.set(bytes, 5)
  return block
}

/**
 * Puts packed files into a zip archive. The same files give the same bytes.
 *
 * @throws Error where the archive would need the zip64 format (4 GB, 65,535 files)
 */
export function encodeZip(files: readonly PackedFile[]): Uint8Array<ArrayBuffer> {
  const parts = files.map(({ name, packed }) => ({ name: Buffer.from(name, 'utf8'), ...packed }))
  const offsets = parts.map(() => 0)
  let offset = 0
  parts.forEach((part, i) => {
    offsets[i] = offset
    offset += LOCAL_BYTES + part.name.length + part.data.length
  })
  const centralBytes = parts.reduce((sum, { name }) => sum + CENTRAL_BYTES + name.length, 0)
  if (offset + centralBytes > 0xffff_ffff || parts.length > 0xffff) {
    throw new Error('too much for a zip archive: more than 4 GB, or more than 65,535 files')
  }
  const archive = Buffer.alloc(offset + centralBytes + END_BYTES)
  let position = 0
  for (const part of parts) position = writeLocal(archive, position, part)
  parts.forEach((part, i) => {
    position = writeCentral(archive, position, part, offsets[i])
  })
  archive.writeUInt32LE(END_OF_CENTRAL, position)
  archive.writeUInt16LE(parts.length, position + 8)
  archive.writeUInt16LE(parts.length, position + 10)
  archive.writeUInt32LE(centralBytes, position + 12)
  archive.writeUInt32LE(offset, position + 16)
  return archive
}

/**
 * Unpacks a zip archive with stored or deflated files, checking their checksums.
 *
 * @param isWanted the files to unpack, all where left out; the others are not looked at
 * @throws Error where it is no zip archive, is damaged or cut off, or uses what is not supported (zip64, encryption, other compressions)
 */
export function decodeZip(bytes: Uint8Array, isWanted: (name: string) => boolean = () => true): ZipEntry[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(archive)
  const count = archive.readUInt16LE(end + 10)
  const entries: ZipEntry[] = []
  let position = archive.readUInt32LE(end + 16)
  for (let i = 0; i < count; i++) {
    if (position + CENTRAL_BYTES > end || archive.readUInt32LE(position) !== CENTRAL_HEADER) {
      throw new Error('zip archive damaged: its list of files cannot be read')
    }
    const nameBytes = archive.readUInt16LE(position + 28)
    const name = archive.toString('utf8', position + CENTRAL_BYTES, position + CENTRAL_BYTES + nameBytes)
    if (isWanted(name)) entries.push({ name, bytes: unpacked(archive, position, name) })
    position += CENTRAL_BYTES + nameBytes + archive.readUInt16LE(position + 30) + archive.readUInt16LE(position + 32)
  }
  return entries
}

/**
 * Whether a file ends as `encodeZip`'s archives do: one that is empty, cut off or not wholly on the disk doesn't.
 *
 * @throws Error (from the system) where it can't be read
 */
export function hasZipEnd(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const end = Buffer.alloc(END_BYTES)
    const read = readSync(file, end, 0, END_BYTES, Math.max(0, fstatSync(file).size - END_BYTES))
    return read === END_BYTES && end.readUInt32LE(0) === END_OF_CENTRAL
  } finally {
    closeSync(file)
  }
}

interface Part extends Packed {
  readonly name: Buffer
}

function writeLocal(archive: Buffer, position: number, part: Part): number {
  archive.writeUInt32LE(LOCAL_HEADER, position)
  writeCommon(archive, position + 4, part)
  archive.set(part.name, position + LOCAL_BYTES)
  archive.set(part.data, position + LOCAL_BYTES + part.name.length)
  return position + LOCAL_BYTES + part.name.length + part.data.length
}

function writeCentral(archive: Buffer, position: number, part: Part, localOffset: number): number {
  archive.writeUInt32LE(CENTRAL_HEADER, position)
  archive.writeUInt16LE(VERSION, position + 4)
  writeCommon(archive, position + 6, part)
  archive.writeUInt32LE(localOffset, position + 42)
  archive.set(part.name, position + CENTRAL_BYTES)
  return position + CENTRAL_BYTES + part.name.length
}

/** The fields that a file's local header and its line in the list share. */
function writeCommon(archive: Buffer, position: number, part: Part): void {
  archive.writeUInt16LE(VERSION, position)
  archive.writeUInt16LE(UTF8_FLAG, position + 2)
  archive.writeUInt16LE(part.method, position + 4)
  archive.writeUInt16LE(DATE, position + 8)
  archive.writeUInt32LE(part.checksum, position + 10)
  archive.writeUInt32LE(part.data.length, position + 14)
  archive.writeUInt32LE(part.sizeBytes, position + 18)
  archive.writeUInt16LE(part.name.length, position + 22)
}

function findEnd(archive: Buffer): number {
  // a comment of up to 64 kB may follow
  const earliest = Math.max(0, archive.length - END_BYTES - 0xffff)
  for (let position = archive.length - END_BYTES; position >= earliest; position--) {
    if (archive.readUInt32LE(position) === END_OF_CENTRAL) return position
  }
  throw new Error('zip archive invalid or cut off: its end is missing')
}

function unpacked(archive: Buffer, central: number, name: string): Uint8Array {
  const method = archive.readUInt16LE(central + 10)
  const checksum = archive.readUInt32LE(central + 16)
  const packedBytes = archive.readUInt32LE(central + 20)
  const sizeBytes = archive.readUInt32LE(central + 24)
  const local = archive.readUInt32LE(central + 42)
  if (packedBytes === 0xffff_ffff || local === 0xffff_ffff)
    throw new Error(`zip archive in zip64 format (${name}) is not supported`)
  const start = local + LOCAL_BYTES + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const data = archive.subarray(start, start + packedBytes)
  const bytes = inflated(data, method, sizeBytes, name)
  if (bytes.length !== sizeBytes || crc32(bytes) !== checksum)
    throw new Error(`zip archive damaged: ${name} fails its checksum`)
  return bytes
}

function inflated(data: Buffer, method: number, sizeBytes: number, name: string): Uint8Array {
  if (method === STORED) return data
  if (method !== DEFLATED) throw new Error(`zip compression ${method} (${name}) is not supported`)
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, sizeBytes) })
  } catch (error) {
    throw new Error(`zip archive damaged: ${name} cannot be inflated`, { cause: error })
  }
}
