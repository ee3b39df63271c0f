"""Pictures for chats. Needs the `charts` extra and a Chinese font; without, text bars are sent."""
