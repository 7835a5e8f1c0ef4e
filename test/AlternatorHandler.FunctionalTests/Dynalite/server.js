// Serves dynalite from memory on a free port of 127.0.0.1, tells its address on standard output, and ends when standard input does:
// a test run that is killed takes its server with it.
'use strict'

const dynalite = require('dynalite')

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })

// Node.js closes connections that were idle for 5 seconds. A request that is just being sent on one would be lost.
server.keepAliveTimeout = 0

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`))
process.stdin.on('end', () => process.exit()).resume()
