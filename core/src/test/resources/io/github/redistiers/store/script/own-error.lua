return redis.error_reply('SOLD_OUT No seat is left')
