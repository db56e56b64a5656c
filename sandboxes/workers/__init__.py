"""What every backend with warm workers shares, outermost part first.

pool          one program at a time in each worker
compiling     what compilers made, kept
starting      jobs and steps as requests to a worker
reading       what was seen of a run, as records
channels      how calls go in and answers come out, by language
supervision   watches one run, holds its limits
worker        the seam: what a backend's worker offers
cgroups       control groups, versions 1 and 2
"""
