import { SHELL_TEXT } from '../text/shell.ts'
import classes from './brand.module.css'

/** The sign and the name: an otolith's growth rings. */
export function Brand() {
  return (
    <span className={classes.brand}>
      <svg viewBox="0 0 28 28" width={26} height={26} aria-hidden="true" className={classes.sign}>
        <path d="M3 15c0-7 5.5-11.500 12-11.500S25.500 8 25.500 13.500 21 24.500 14 24.500 3 21 3 15Z" />
        <path d="M7.500 15.200c0-4.300 3.300-7.200 7.400-7.200s6.400 2.800 6.400 6.100-2.800 6.700-7.100 6.700-6.700-2.300-6.700-5.600Z" />
        <circle cx="14.300" cy="14.800" r="2.300" />
      </svg>
      {SHELL_TEXT.name}
    </span>
  )
}
