/**
 * Colours of the address map. Text on each of them has a contrast of at least 4.5 to 1, and nothing is told by colour
 * alone: cells have letters, blocks have texts, and all have titles.
 *
 * @since 0.1.0
 */

/** Paper, text and lines. */
export const paper = "#ffffff"
/** Text and lines. */
export const ink = "#1f2933"
/** What is free. */
export const free = "#eef1f4"

/** What a part of a map is, with its colour, its letter and its name in the legend. */
export const kinds = {
  allocated: { fill: "#8fc1e8", letter: "A", name: "allocated" },
  reserved: { fill: "#f6d365", letter: "R", name: "reserved" },
  held: { fill: "#e0a3c8", letter: "H", name: "held" },
  quarantined: { fill: "#c9b6f0", letter: "Q", name: "quarantined" },
  gateway: { fill: "#7ed0b2", letter: "G", name: "gateway" },
  never: { fill: "#b4bcc6", letter: "-", name: "network or broadcast" },
  excluded: { fill: "#cfd5dc", letter: "X", name: "excluded" },
  dhcp: { fill: "#c5e8b7", letter: "D", name: "free, DHCP range" },
  named: { fill: "#fdf3d8", letter: "N", name: "free, by name only" },
  delegation: { fill: "#f2b88a", letter: "", name: "delegated" },
  small: { fill: "#d9c7b0", letter: "*", name: "several too small to draw" },
  free: { fill: free, letter: "", name: "free" }
} as const

/** What a part of a map is. */
export type Kind = keyof typeof kinds

/** Fills of a subnet by its share in use, in steps of 20 %, the last one from 80 % on. */
export const shades = ["#cfe6f7", "#9fcbeb", "#66abda", "#2b78b5", "#0b4a7d"] as const

/** The fill for a share in percent. */
export const shadeOf = (percent: number): string => shades[Math.min(4, Math.floor(percent / 20))]!

const channel = (value: number): number => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

const luminance = (colour: string): number => {
  const part = (at: number): number => channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/** The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
export const contrast = (x: string, y: string): number => {
  const [low, high] = [luminance(x), luminance(y)].sort((one, other) => one - other)
  return (high! + 0.05) / (low! + 0.05)
}

/** The colour of text on a fill. */
export const textOn = (fill: string): string => (contrast(ink, fill) >= contrast(paper, fill) ? ink : paper)
