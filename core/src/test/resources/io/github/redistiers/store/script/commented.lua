-- KEYS[1]  is not used
--[[ nor is ARGV[7],
     nor KEYS[9] ]]
--[==[ ARGV[3] ]] ]==]
return 1 -- ARGV[1]
