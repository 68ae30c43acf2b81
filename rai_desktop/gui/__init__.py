"""The window: shows and edits, never computes."""

from rai_desktop.gui.immortal import make_constants_immortal

make_constants_immortal()
