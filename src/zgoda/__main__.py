from zgoda.cli import main

main()
