"""The centre's OAuth 2 server: Allegro's paths and habits, spoken by Authlib's grants over our own tables."""
